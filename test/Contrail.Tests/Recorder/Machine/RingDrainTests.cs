using Contrail.Machine;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

/// <summary>Records go to their process, and what is missing has a place in time.</summary>
public sealed class RingDrainTests
{
    private const int Pid = 7;
    private readonly SampleLog _log = new();
    private readonly RingDrain _drain = new(new DrainBuffers());

    [Fact]
    public void Samples_of_other_processes_are_dropped()
    {
        Pass(PerfDrawing.Sample(Pid, 10, 1, 2), PerfDrawing.Sample(8, 11, 3), PerfDrawing.Sample(0, 12, 4));
        Assert.Equal(["sample at 10: 1 2"], _log.Lines);
    }

    [Fact]
    public void A_loss_is_between_the_records_around_it_of_any_process()
    {
        Pass(PerfDrawing.Sample(8, 10), PerfDrawing.Lost(90, 5), PerfDrawing.Sample(Pid, 91, 1));
        Assert.Equal(["lost 5 from 10 to 90", "sample at 91: 1"], _log.Lines);
    }

    [Fact]
    public void A_pause_is_reported_when_it_is_over_also_in_a_later_turn()
    {
        Pass(PerfDrawing.Unthrottle(1), PerfDrawing.Throttle(10), PerfDrawing.Throttle(11));
        Assert.Empty(_log.Lines);
        Pass(PerfDrawing.Unthrottle(20));
        Assert.Equal(["paused from 10 to 20"], _log.Lines);
    }

    [Fact]
    public void A_torn_record_is_a_loss_up_to_the_next_record()
    {
        Pass(PerfDrawing.Sample(Pid, 10, 1), PerfDrawing.Sample(Pid, 11, 2)[..20]);
        Pass(PerfDrawing.Sample(Pid, 30, 3));
        Pass(PerfDrawing.Sample(Pid, 40, 4));
        Assert.Equal(
            ["sample at 10: 1", "lost 0 from 10 to 30", "sample at 30: 3", "sample at 40: 4"], _log.Lines);
    }

    [Fact]
    public void An_invalid_record_is_a_loss_up_to_the_next_record()
    {
        Pass(
            PerfDrawing.Sample(Pid, 10, 1),
            PerfDrawing.Sample(Pid, 11, false, 99, [2]),
            PerfDrawing.Sample(Pid, 12, 3));
        Assert.Equal(["sample at 10: 1", "lost 0 from 10 to 12", "sample at 12: 3"], _log.Lines);
    }

    [Fact]
    public void A_call_chain_that_is_too_deep_keeps_its_leaf()
    {
        ulong[] deep = [.. Enumerable.Range(1, 200).Select(frame => (ulong)frame)];
        Pass(PerfDrawing.Sample(Pid, 10, deep));
        string expected = string.Join(' ', deep.Take(SamplingLimits.MaxFrames));
        Assert.Equal([$"sample at 10: {expected}"], _log.Lines);
    }

    private void Pass(params byte[][] records)
    {
        using SampledTarget target = new(Pid, 49, _log, () => { });
        _drain.Pass([.. records.SelectMany(record => record)], new SampledTargets([target]));
    }
}
