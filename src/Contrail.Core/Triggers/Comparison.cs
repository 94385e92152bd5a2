namespace Contrail.Core.Triggers;

/// <summary>A comparison of a number with a limit. Immutable.</summary>
/// <param name="Kind">How.</param>
/// <param name="Limit">The limit, in the unit of the number.</param>
internal readonly record struct Comparison(ComparisonKind Kind, double Limit)
{
    private static readonly string[] Texts = ["=", "!=", "<", "<=", ">", ">=", "~"];

    /// <summary>Whether larger numbers are those that match.</summary>
    public bool IsAbove => Kind is ComparisonKind.Greater or ComparisonKind.GreaterOrEqual;

    /// <summary>The written form of an operator.</summary>
    public static string TextOf(ComparisonKind kind) => Texts[(int)kind];

    /// <summary>Finds an operator by its written form; null if there is none.</summary>
    public static ComparisonKind? Find(string text) =>
        Array.IndexOf(Texts, text) is >= 0 and int index ? (ComparisonKind)index : null;

    /// <summary>Whether a value matches.</summary>
    public bool Holds(double value) => Kind switch
    {
        ComparisonKind.Equal => value.Equals(Limit),
        ComparisonKind.NotEqual => !value.Equals(Limit),
        ComparisonKind.Less => value < Limit,
        ComparisonKind.LessOrEqual => value <= Limit,
        ComparisonKind.Greater => value > Limit,
        ComparisonKind.GreaterOrEqual => value >= Limit,
        _ => false,
    };
}
