using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Where a thread was when the CPU profiler looked.</summary>
/// <param name="Units">When, in the trace's units.</param>
/// <param name="Time">When, in nanoseconds, once the clock is known.</param>
/// <param name="Context">Who it was; only nearly in step with the states around it.</param>
/// <param name="Stack">An id in the table of stacks.</param>
internal readonly record struct CpuSample(ulong Units, long Time, GoContext Context, ulong Stack);
