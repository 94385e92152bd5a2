using System.Diagnostics;
using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Sources;
using Contrail.Tests.Recorder.Ipc;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>What an attach waits for, for how long, and what ends that early.</summary>
public sealed class AttachTests : IDisposable
{
    private static readonly TimeSpan MaxSoon = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Its state is that of the recorded process; the runtime is the fake one.</summary>
    private readonly Process _process = Process.Start("sleep", "60");
    private readonly List<RecordingHost> _hosts = [];

    public void Dispose()
    {
        _hosts.ForEach(host => host.Dispose());
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    [Theory]
    [InlineData(nameof(IpcCommand.Describe3))]
    [InlineData(nameof(IpcCommand.CollectTracing5))]
    [InlineData(nameof(IpcCommand.StopTracing))]
    public void A_process_that_is_stopped_while_attaching_is_refused_at_once(string unanswered)
    {
        using FakeRuntime runtime = Runtime(command => command.ToString() == unanswered ? null : Answer(command));
        Send("STOP");
        long started = Stopwatch.GetTimestamp();
        SourceUnavailableException refused =
            Assert.Throws<SourceUnavailableException>(() => Open(runtime, Patience, CancellationToken.None));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, MaxSoon);
        Assert.Contains($"kill -CONT {_process.Id}", refused.Message);
    }

    [Theory]
    [InlineData(nameof(IpcCommand.Describe3))]
    [InlineData(nameof(IpcCommand.StopTracing))]
    public void A_recorder_that_is_stopped_while_attaching_does_not_wait_for_the_runtime(string unanswered)
    {
        using CancellationTokenSource opening = new();
        using FakeRuntime runtime = Runtime(command =>
        {
            if (command.ToString() != unanswered)
            {
                return Answer(command);
            }

            opening.Cancel();
            return null;
        });
        long started = Stopwatch.GetTimestamp();
        Assert.Throws<OperationCanceledException>(() => Open(runtime, Patience, opening.Token));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, MaxSoon);
    }

    [Fact]
    public void The_time_to_attach_is_taken_from_the_options()
    {
        using FakeRuntime runtime = Runtime(_ => null);
        long started = Stopwatch.GetTimestamp();
        TimeSpan timeout = TimeSpan.FromSeconds(0.6);
        Assert.Throws<TimeoutException>(() => Open(runtime, timeout, CancellationToken.None));
        Assert.InRange(Stopwatch.GetElapsedTime(started), timeout, MaxSoon);
    }

    [Fact]
    public void A_rundown_that_takes_longer_continues_while_recording_does()
    {
        using FakeRuntime runtime = Runtime(
            command => command == IpcCommand.StopTracing ? null : Answer(command));
        long started = Stopwatch.GetTimestamp();
        using (EventPipeTarget target = Open(runtime, TimeSpan.FromSeconds(0.6), CancellationToken.None))
        {
            Assert.Equal(RundownOutcome.Pending, Symbols(target).Rundown);
        }

        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.Zero, Patience / 3);
    }

    [Fact]
    public void A_rundown_that_failed_is_requested_again()
    {
        using FakeRuntime runtime = Runtime(Answer);
        using EventPipeTarget target = Open(runtime, Patience, CancellationToken.None);
        Assert.Equal(RundownOutcome.Failed, Symbols(target).Rundown);
        Assert.True(SpinWait.SpinUntil(
            () => runtime.Requests.Count(command => command == IpcCommand.StopTracing) > 1, Patience));
    }

    [Fact]
    public void A_recording_that_has_ended_has_a_reason_before_its_streams_are_closed()
    {
        using FakeRuntime runtime = Runtime(Answer);
        using EventPipeTarget target = Open(runtime, Patience, CancellationToken.None);
        Assert.Null(target.End);
        target.Recording.Complete(target.Now);
        Assert.False(target.MainDrain.Ended.IsCompleted);
        Assert.Equal(SourceEnd.Broke, target.End);
    }

    [Fact]
    public void Sessions_are_closed_when_no_thread_can_be_started_for_the_names()
    {
        using FakeRuntime runtime = Runtime(Answer);
        HeldHost host = new() { HasNoThread = true };
        Assert.ThrowsAny<OutOfMemoryException>(() => Open(runtime, Patience, host, null));
        Assert.True(host["Contrail symbols"].Ended.IsCompleted);
        Assert.True(host["Contrail main"].Ended.IsCompleted);

        // Nor is the process taken for one that is recorded.
        host.HasNoThread = false;
        using EventPipeTarget target = Open(runtime, Patience, host, null);
        Assert.False(host["Contrail main"].Ended.IsCompleted);
    }

    [Fact]
    public void Sessions_are_closed_when_no_thread_can_be_started_for_the_figures()
    {
        using FakeRuntime runtime = Runtime(Answer);
        HeldHost host = new() { HasNoReadingThread = true };
        Assert.ThrowsAny<OutOfMemoryException>(() => Open(runtime, Patience, host, null, recordsFigures: true));
        Assert.True(host["Contrail symbols"].Ended.IsCompleted);
        Assert.True(host["Contrail main"].Ended.IsCompleted);
    }

    [Fact]
    public void A_process_released_while_attaching_is_a_recording_that_has_ended()
    {
        using FakeRuntime runtime = Runtime(
            command => command == IpcCommand.StopTracing ? null : Answer(command));
        using LateHost host = new();
        GovernorOptions limits = new() { MaxHarm = TimeSpan.Zero };
        using EventPipeTarget target = Open(runtime, Patience, host, limits);
        Assert.Equal(RecordingEnd.Detached, target.End?.Kind);
        Assert.StartsWith("the recorder detached from the process because", target.End?.Text, StringComparison.Ordinal);
        Assert.True(SpinWait.SpinUntil(() => target.Recording.HasEnded, Patience));
        Assert.Equal(RundownOutcome.Failed, Symbols(target).Rundown);
    }

    [Theory]
    [InlineData("requests")]
    [InlineData("waits")]
    public void A_profile_is_refused_on_a_runtime_that_does_not_have_what_it_requires(string name)
    {
        using FakeRuntime runtime = Runtime(command => command == IpcCommand.Describe3
            ? FakeRuntime.Success(FakeRuntime.Description("8.0.20"))
            : Answer(command));
        SourceUnavailableException refused = Assert.Throws<SourceUnavailableException>(
            () => Open(runtime, Patience, new HeldHost(), null, Profile.Find(name)!.With([])));
        Assert.Equal(
            $"Process {_process.Id} runs .NET 8.0.20; the profile '{name}' requires .NET 9 or later. Use another "
                + "profile.",
            refused.Message);
        Assert.DoesNotContain(IpcCommand.CollectTracing2, runtime.Requests);
    }

    private static FakeRuntime Runtime(Func<IpcCommand, byte[]?> answer) => new(answer) { KeepsStreams = true };

    private static byte[]? Answer(IpcCommand command) => command switch
    {
        IpcCommand.Describe3 => FakeRuntime.Success(FakeRuntime.Description("10.0.12")),
        IpcCommand.CollectTracing5 => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
        _ => FakeRuntime.Error(IpcRefusedException.BadEncoding),
    };

    private static SymbolFacts Symbols(EventPipeTarget target) => target.Describe(new SnapshotFacts
    {
        Reason = "test",
        RequestedUtc = DateTime.UtcNow,
        RequestCoverage = RequestCoverage.TimedOut,
        Period = TimeSpan.FromSeconds(1),
        MaxBytes = 1 << 20,
        HeldBytes = 0,
    }).Symbols;

    private EventPipeTarget Open(FakeRuntime runtime, TimeSpan timeout, CancellationToken opening)
    {
        RecordingHost host = new(RecorderHost.Default, new RecordingLimits(TimeSpan.FromSeconds(1), 1 << 20), opening);
        _hosts.Add(host);
        return Open(runtime, timeout, host, null);
    }

    private EventPipeTarget Open(
        FakeRuntime runtime, TimeSpan timeout, ISourceHost host, GovernorOptions? governor, Profile? profile = null,
        bool recordsFigures = false)
    {
        EventPipeOptions options = new()
        {
            Profile = profile ?? Profile.Collections,
            AttachTimeout = timeout,
            Governor = governor,
            RecordsFigures = recordsFigures,
        };
        return EventPipeTarget.Open(_process.Id, new DiagnosticClient(runtime.SocketPath), options, host);
    }

    private void Send(string signal)
    {
        using Process kill = Process.Start("kill", ["-" + signal, $"{_process.Id}"]);
        kill.WaitForExit();
        Assert.True(SpinWait.SpinUntil(() => new ProcDirectory().Stat(_process.Id) is { IsStopped: true }, Patience));
    }
}
