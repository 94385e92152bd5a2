namespace Contrail;

/// <summary>
/// A step of the wall clock against the clock that times events: it was set, or the machine was suspended. Times in the
/// manifest and in the file are those of the clock after the step.
/// </summary>
/// <param name="Seconds">By how much; negative when the clock was set back.</param>
/// <param name="Utc">When, by the clock after the step; null if that is not known.</param>
public sealed record ClockStep(double Seconds, DateTime? Utc);
