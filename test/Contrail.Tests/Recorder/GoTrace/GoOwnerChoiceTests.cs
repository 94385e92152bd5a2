using System.Diagnostics;
using System.Globalization;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.Formats;
using Contrail.GoTrace;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>Which process at the other end of a connection writes a trace.</summary>
public sealed class GoOwnerChoiceTests
{
    /// <summary>Go's clock on Linux, in units of 64 ns.</summary>
    private const long TicksPerSecond = 15_625_000;

    private static readonly int OwnThread = int.Parse(
        Path.GetFileName(Directory.EnumerateDirectories("/proc/self/task").First()), CultureInfo.InvariantCulture);

    private readonly long _requestedAt = Stopwatch.GetTimestamp();

    private static TraceTicks Now => new(Stopwatch.GetTimestamp() / 64);

    [Fact]
    public void The_process_of_the_threads_is_chosen_with_the_clock_of_the_trace()
    {
        GoOwnerChoice choice = Choose(TraceOf(Now, Now, OwnThread), int.MaxValue, Environment.ProcessId);
        Assert.Equal(Environment.ProcessId, choice.Process!.Pid);
        Assert.Null(choice.Refusal);
        TraceTicks now = choice.Clock!.ForLanes().Now();
        Assert.InRange(now.Since(Now), -TicksPerSecond, TicksPerSecond);
        Assert.Equal(new TraceTicks(1_000_000), choice.Clock.ForLanes().OfMachine(64_000_000));
    }

    [Fact]
    public void A_process_without_the_threads_is_a_proxy()
    {
        GoOwnerChoice choice = Choose(TraceOf(Now, Now, int.MaxValue), Environment.ProcessId);
        Assert.Null(choice.Process);
        Assert.Contains("as a proxy", choice.Refusal!.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-TicksPerSecond, 0)]
    [InlineData(0, TicksPerSecond)]
    public void A_trace_of_another_connection_or_clock_decides_nothing(long fromTicks, long toTicks)
    {
        TraceTicks now = Now;
        GoProgramTrace trace = TraceOf(
            new TraceTicks(now.Value + fromTicks), new TraceTicks(now.Value + toTicks), OwnThread);
        Assert.Equal(new GoOwnerChoice(null, null, null), Choose(trace, Environment.ProcessId));
    }

    [Fact]
    public void Before_a_generation_nothing_is_decided() =>
        Assert.Equal(new GoOwnerChoice(null, null, null), Choose(null, Environment.ProcessId));

    [Fact]
    public void A_process_that_has_ended_is_reported()
    {
        GoOwnerChoice choice = Choose(null, int.MaxValue);
        Assert.Contains("has ended", choice.Refusal!.Because, StringComparison.Ordinal);
    }

    private static GoProgramTrace TraceOf(TraceTicks start, TraceTicks last, int thread) =>
        new(start, last, TicksPerSecond, [int.MaxValue - 1, thread]);

    private GoOwnerChoice Choose(GoProgramTrace? trace, params int[] pids) =>
        GoOwnerChoice.Of(pids, trace, _requestedAt, TimeProvider.System);
}
