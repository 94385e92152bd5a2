using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots;

/// <summary>The clock of a trace and of the file next to it: the same moment on it and in UTC, and its speed.</summary>
/// <param name="At">A moment on the trace's clock.</param>
/// <param name="Utc">The same moment.</param>
/// <param name="TicksPerSecond">The speed of the trace's clock.</param>
internal readonly record struct LaneFileClock(TraceTicks At, DateTime Utc, long TicksPerSecond);
