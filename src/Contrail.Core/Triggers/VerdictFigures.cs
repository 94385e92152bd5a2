namespace Contrail.Core.Triggers;

/// <summary>The figure of a verdict and its limit as files contain them. Immutable.</summary>
/// <param name="Figure">What was measured; null if nothing was, or if it is no finite number.</param>
/// <param name="Limit">What it was compared with; likewise.</param>
/// <param name="Unit">
/// The unit of both: <c>seconds</c>, <c>bytes</c>, <c>count</c>, <c>rate</c>, <c>level</c> or <c>number</c>; null if
/// nothing was measured.
/// </param>
internal readonly record struct VerdictFigures(double? Figure, double? Limit, string? Unit)
{
    /// <summary>Leaves out what JSON cannot contain.</summary>
    public static VerdictFigures Of(double figure, double limit, string unit) =>
        new(double.IsFinite(figure) ? figure : null, double.IsFinite(limit) ? limit : null, unit);
}
