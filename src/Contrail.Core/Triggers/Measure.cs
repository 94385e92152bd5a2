namespace Contrail.Core.Triggers;

/// <summary>Which number a condition compares, and with what. Immutable.</summary>
/// <param name="Kind">Which number.</param>
internal sealed record Measure(MeasureKind Kind)
{
    /// <summary>The moments of so many observations are kept, 8 bytes each.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Fewer values have no worst and no percentile that mean anything.</summary>
    public const int MinValues = 20;

    /// <summary>What it is compared with; null where the past is the limit.</summary>
    public Comparison? Limit { get; init; }

    /// <summary>The time that it covers, or in which the past decays; 0 for all time.</summary>
    public long WindowNanoseconds { get; init; }

    /// <summary>The time that a rate refers to.</summary>
    public long PerNanoseconds { get; init; } = 1;

    /// <summary>The percentile, between 0 and 100.</summary>
    public double Percentile { get; init; }

    /// <summary>How many moments have to be kept to compare exactly.</summary>
    public double RequiredCount => Limit is not { } limit ? 0
        : Kind == MeasureKind.Rate ? (limit.Limit * WindowNanoseconds / PerNanoseconds) + 2
        : limit.Limit + 2;
}
