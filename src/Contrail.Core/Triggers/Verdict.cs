using Contrail.Core.Formats;

namespace Contrail.Core.Triggers;

/// <summary>A decision and the figures that explain it. Immutable.</summary>
/// <param name="Reason">Whether it fires, or why it does not.</param>
/// <param name="Signal">The signal that it is about.</param>
/// <param name="Figure">What was measured.</param>
/// <param name="Limit">What it was compared with; <see cref="NoLimit"/> for nothing.</param>
/// <param name="Unit">The unit of both.</param>
internal readonly record struct Verdict(
    VerdictReason Reason, SignalKind Signal, double Figure = 0, double Limit = 0, SignalUnit Unit = SignalUnit.None)
{
    /// <summary>The limit of a condition that has none.</summary>
    public const double NoLimit = double.NaN;

    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Whether it fires.</summary>
    public bool IsFire => Reason == VerdictReason.Fire;

    /// <summary>The figure and its limit as files contain them: durations in seconds.</summary>
    public VerdictFigures Figures => Unit switch
    {
        SignalUnit.None => default,
        SignalUnit.Duration =>
            VerdictFigures.Of(Figure / NanosecondsPerSecond, Limit / NanosecondsPerSecond, "seconds"),
        _ => VerdictFigures.Of(Figure, Limit, EnumName.Of(Unit)!),
    };

    /// <summary>Whether the rule uses the observation.</summary>
    public bool IsConcerned => Reason != VerdictReason.Unknown;
}
