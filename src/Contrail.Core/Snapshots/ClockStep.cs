namespace Contrail;

/// <summary>
/// Describes a step of the wall clock relative to the clock that times events: the clock was set, or the machine was
/// suspended. Times in the manifest and in the file are those of the clock after the step. Immutable.
/// </summary>
/// <param name="Seconds">The size of the step in seconds; negative if the clock was set back.</param>
/// <param name="Utc">The time of the step, by the clock after it; null if unknown.</param>
public sealed record ClockStep(double Seconds, DateTime? Utc);
