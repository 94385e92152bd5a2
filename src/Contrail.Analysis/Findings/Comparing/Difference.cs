namespace Contrail.Analysis.Findings.Comparing;

/// <summary>What differs between an incident and the time before it.</summary>
/// <param name="Key">What was measured.</param>
/// <param name="Incident">Its value in the incident: per second, or a level.</param>
/// <param name="Usual">Its median in equal parts of the time before; null if it had no value there.</param>
/// <param name="UsualMax">The largest in these parts; null if it had no value there.</param>
/// <param name="Unusual">
/// By how many usual deviations the incident is above the median: below 5 is chance.
/// </param>
/// <param name="Effect">How much the change matters: 1 is a change that matters fully.</param>
internal sealed record Difference(
    MeasureKey Key, double Incident, double? Usual, double? UsualMax, double Unusual, double Effect)
{
    private const double FullyUnusual = 20;

    /// <summary>
    /// How much of the change is outside of what the past had at all: 1 if all of it was like its median, less if a
    /// part of it was near the incident.
    /// </summary>
    public double Separation { get; init; } = 1;

    /// <summary>Whether it is in most of the incident, and not in one event.</summary>
    public bool IsLasting { get; init; } = true;

    /// <summary>For ranking: the effect, less if the difference is not very unusual.</summary>
    public double Score => Math.Min(Effect, 10) * Certainty;

    /// <summary>1 if the difference is very unusual, less if it can be chance.</summary>
    public double Certainty => Math.Min(1, Math.Abs(Unusual) / FullyUnusual);
}
