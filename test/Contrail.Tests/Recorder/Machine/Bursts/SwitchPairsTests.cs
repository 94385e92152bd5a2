using Contrail.Machine;
using Contrail.Machine.Bursts;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Bursts;

/// <summary>Times off the processors from the records of rings that are read one after the other.</summary>
public sealed class SwitchPairsTests
{
    private const int Pid = 7;
    private readonly SampleLog _losses = new();
    private readonly OffCpuLog _log = new();
    private readonly SwitchPairs _pairs;
    private readonly RingDrain[] _rings;

    public SwitchPairsTests()
    {
        _pairs = new SwitchPairs(_log, new StackSearch(() => [(0x100, 0x200)]));
        _rings = [new RingDrain(new DrainBuffers(), _pairs), new RingDrain(new DrainBuffers(), _pairs)];
    }

    [Fact]
    public void A_thread_that_returns_on_another_processor_was_off_for_the_time_between()
    {
        // The ring of the return is read first.
        Pass(0, PerfDrawing.SwitchIn(Pid, 8, 90));
        Pass(1, PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2, 3]), PerfDrawing.SwitchOut(Pid, 8, 11));
        Turn();
        Turn();
        Assert.Equal(["8 off 79 until 90 at 1 2 3"], _log.Lines);
    }

    [Fact]
    public void A_switch_that_may_have_an_earlier_one_in_an_unread_ring_waits_for_the_next_turn()
    {
        Pass(0, PerfDrawing.SwitchIn(Pid, 8, 90));
        Turn();
        Assert.Empty(_log.Lines);
        Pass(1, PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2, 3]), PerfDrawing.SwitchOut(Pid, 8, 11));
        Turn();
        Assert.Equal(["8 off 79 until 90 at 1 2 3"], _log.Lines);
    }

    [Fact]
    public void A_thread_that_the_kernel_takes_a_processor_from_is_not_blocked()
    {
        Pass(
            0,
            PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2, 3]),
            PerfDrawing.SwitchOut(Pid, 8, 10, isPreempted: true),
            PerfDrawing.SwitchIn(Pid, 8, 20));
        Complete();
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void Threads_of_other_processes_and_without_a_number_are_left_out()
    {
        Pass(0, PerfDrawing.SwitchOut(9, 8, 10), PerfDrawing.SwitchIn(9, 8, 20));
        Pass(0, PerfDrawing.SwitchOut(Pid, -1, 10), PerfDrawing.SwitchIn(Pid, -1, 20));
        Complete();
        Assert.Empty(_log.Lines);
    }

    [Fact]
    public void A_thread_that_is_blocked_at_the_end_was_off_up_to_it()
    {
        Pass(0, PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2, 3]), PerfDrawing.SwitchOut(Pid, 8, 10));
        Complete();
        Assert.Equal(["8 off 990 until 1000 at 1 2 3"], _log.Lines);
    }

    [Fact]
    public void A_thread_that_was_blocked_when_switches_were_lost_has_no_known_time()
    {
        Pass(0, PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2, 3]), PerfDrawing.SwitchOut(Pid, 8, 10));
        Pass(0, PerfDrawing.Lost(50, 4), PerfDrawing.SwitchIn(Pid, 8, 90));
        Complete();
        Assert.Empty(_log.Lines);
        Assert.Equal(["lost 4 from 10 to 50"], _losses.Lines);
    }

    [Fact]
    public void A_stack_that_ends_in_a_function_without_a_frame_pointer_is_searched()
    {
        // The word at 0x1008 is the frame pointer of the caller.
        ulong[] stack = [0x5, 0x1018, 0x6, 0x1028, 0x110, 0, 0x120];
        Pass(0, PerfDrawing.SwitchSample(Pid, 8, 10, [1, 2], 0x1000, stack), PerfDrawing.SwitchOut(Pid, 8, 10));
        Pass(0, PerfDrawing.SwitchIn(Pid, 8, 20));
        Complete();
        Assert.Equal([$"8 off 10 until 20 at 1 {0x110} {0x120}"], _log.Lines);
    }

    private void Pass(int ring, params byte[][] records)
    {
        using SampledTarget target = new(Pid, 49, _losses, () => { });
        _rings[ring].Pass([.. records.SelectMany(record => record)], new SampledTargets([target]));
    }

    private void Turn() => _pairs.EndTurn();

    private void Complete() => _pairs.Complete();

    private sealed class OffCpuLog : IOffCpuSink
    {
        public List<string> Lines { get; } = [];

        public long NowNs => 1000;

        public void Add(int threadId, long endNs, long durationNs, ReadOnlySpan<ulong> frames) =>
            Lines.Add($"{threadId} off {durationNs} until {endNs} at {string.Join(' ', frames.ToArray())}");
    }
}
