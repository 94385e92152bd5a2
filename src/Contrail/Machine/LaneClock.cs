using Contrail.Core.Formats;

namespace Contrail.Machine;

/// <summary>The clock of a trace, as what records the machine needs it. Thread-safe.</summary>
/// <param name="Now">Returns this moment.</param>
/// <param name="OfMachine">
/// Converts nanoseconds of the machine's <c>CLOCK_MONOTONIC</c>, which is in no time namespace.
/// </param>
internal sealed record LaneClock(Func<TraceTicks> Now, Func<long, TraceTicks> OfMachine);
