namespace Contrail.Analysis.Model;

/// <summary>The value of a counter at a moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Name">The application's or the runtime's name for it.</param>
/// <param name="Value">Its value; for <see cref="CounterKind.Distribution"/> the mean.</param>
internal readonly record struct Counter(TraceTime Time, string Name, double Value)
{
    /// <summary>What the value is.</summary>
    public CounterKind Kind { get; init; }

    /// <summary>The event source or the meter to which it belongs.</summary>
    public string Provider { get; init; } = "";

    /// <summary>The unit, as the program declares it; empty if it declares none.</summary>
    public string Unit { get; init; } = "";

    /// <summary>The values of its dimensions, as <c>name=value,name=value</c>; empty for none.</summary>
    public string Tags { get; init; } = "";

    /// <summary>
    /// For <see cref="CounterKind.Distribution"/> the number of values in the interval; 0 if that is not known.
    /// </summary>
    public long Count { get; init; }

    /// <summary>
    /// For <see cref="CounterKind.Distribution"/> the quantiles, as <c>0.5=1;0.95=2</c>; empty if unknown.
    /// </summary>
    public string Quantiles { get; init; } = "";
}
