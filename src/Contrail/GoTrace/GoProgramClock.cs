using Contrail.Core.Formats;
using Contrail.Machine;
using Contrail.Processes;

namespace Contrail.GoTrace;

/// <summary>
/// The clock of a Go program of this machine: on Linux it is <c>CLOCK_MONOTONIC</c> in larger units, whose number is in
/// the trace. Immutable.
/// </summary>
/// <param name="ticksPerSecond">The units.</param>
/// <param name="time">The recorder's clock.</param>
/// <param name="aheadNs">How far the program's clock is ahead of the recorder's.</param>
/// <param name="aheadOfMachineNs">How far it is ahead of the machine's, which is in no time namespace.</param>
internal sealed class GoProgramClock(long ticksPerSecond, TimeProvider time, long aheadNs, long aheadOfMachineNs)
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    /// <summary>The clock of a process.</summary>
    public static GoProgramClock Of(int pid, long ticksPerSecond, TimeProvider time)
    {
        ProcDirectory proc = new();
        return new GoProgramClock(
            ticksPerSecond, time, Nanoseconds(TimeOffsets.Ahead(proc, pid).Monotonic),
            Nanoseconds(TimeOffsets.AheadOfMachine(proc, pid).Monotonic));
    }

    /// <summary>The clock as the machine's recorders need it.</summary>
    public LaneClock ForLanes() => new(() => At(time.GetTimestamp()), ns => OfProgram(ns + aheadOfMachineNs));

    /// <summary>The moment of a timestamp of the recorder's clock.</summary>
    public TraceTicks At(long timestamp) => OfProgram(
        (long)((Int128)timestamp * NanosecondsPerSecond / time.TimestampFrequency) + aheadNs);

    private TraceTicks OfProgram(long nanoseconds) =>
        new((long)((Int128)nanoseconds * ticksPerSecond / NanosecondsPerSecond));

    private static long Nanoseconds(TimeSpan span) => span.Ticks * TimeSpan.NanosecondsPerTick;
}
