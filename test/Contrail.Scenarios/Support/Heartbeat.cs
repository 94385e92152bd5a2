namespace Contrail.Scenarios.Support;

/// <summary>One numbered event of the target's <c>heartbeat</c> mode.</summary>
/// <param name="Number">1, 2, 3… without a gap, as it was written.</param>
/// <param name="StopwatchTicks">When it was written, on the clock that all processes of the machine share.</param>
/// <param name="Milliseconds">When it happened, by the trace: since the beginning of the trace.</param>
public sealed record Heartbeat(long Number, long StopwatchTicks, double Milliseconds);
