using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>A user sees that a service has gone and that it is back, each of them once.</summary>
public sealed class SourceReportTests
{
    private const string Lost = "lost the connection to svc; reconnecting, recording is interrupted";
    private const string Back = "reconnected to svc; recording continues";

    private readonly List<string> _notes = [];
    private readonly SourceReport _report;

    public SourceReportTests()
    {
        _report = new SourceReport(_notes.Add);
    }

    [Fact]
    public void A_loss_and_the_return_are_reported_once_each()
    {
        Update(true, 0, 1);
        Update(false, 0, 2);
        Update(false, 0, 1);
        Update(true, 1, 1);
        Update(true, 1, 2);
        Update(false, 1, 1);
        Update(true, 2, 1);
        Assert.Equal([Lost, Back, Lost, Back], _notes);
    }

    [Fact]
    public void A_loss_between_two_looks_is_reported_with_the_return()
    {
        Update(true, 0, 0);
        Update(true, 1, 0);
        Assert.Equal([Back + " (the connection was lost for a moment)"], _notes);
    }

    [Fact]
    public void Bytes_of_the_lost_connection_do_not_count_as_its_return()
    {
        Update(false, 0, streamBytes: 1);
        Update(false, 0, streamBytes: 100);
        Assert.Equal([Lost], _notes);
    }

    [Fact]
    public void A_recording_that_ended_is_not_reconnecting()
    {
        _report.Update(Health(false, 0, 0) with { State = RecorderState.Ended });
        Assert.Empty(_notes);
    }

    [Fact]
    public void Samples_that_the_kernel_refuses_are_reported_once_with_the_remedy()
    {
        CpuSampling refused = new()
        {
            State = CpuSamplingState.Unavailable,
            Because = "the kernel has no such events",
            Remedy = "Use another one.",
        };
        _report.Update(Health(true, 0, 0) with { CpuSampling = refused with { State = CpuSamplingState.Active } });
        _report.Update(Health(true, 0, 0) with { CpuSampling = refused });
        _report.Update(Health(true, 0, 0) with { CpuSampling = refused });
        Assert.Equal(["no CPU samples: the kernel has no such events. Use another one."], _notes);
    }

    [Fact]
    public void A_source_that_writes_faster_than_it_is_received_is_reported_once()
    {
        _report.Update(Health(true, 0, 0) with { SourceLag = null });
        _report.Update(Health(true, 0, 0) with { SourceLag = TimeSpan.FromSeconds(3) });
        Assert.Empty(_notes);
        _report.Update(Health(true, 0, 0) with { SourceLag = TimeSpan.FromSeconds(5) });
        _report.Update(Health(true, 0, 0) with { SourceLag = TimeSpan.FromSeconds(6) });
        string note = Assert.Single(_notes);
        Assert.StartsWith("the stream of svc is 5.0 s behind; ", note, StringComparison.Ordinal);
    }

    private static RecorderHealth Health(bool isConnected, long reconnectCount, long streamBytes) => new()
    {
        State = RecorderState.Recording,
        Period = TimeSpan.FromSeconds(1),
        MaxBytes = 1,
        Process = ProcessFacts.Unknown with { Name = "svc" },
        IsConnected = isConnected,
        ReconnectCount = reconnectCount,
        StreamBytes = streamBytes,
    };

    private void Update(bool isConnected, long reconnectCount, long streamBytes) =>
        _report.Update(Health(isConnected, reconnectCount, streamBytes));
}
