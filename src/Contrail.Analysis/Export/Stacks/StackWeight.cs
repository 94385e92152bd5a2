namespace Contrail.Analysis.Export.Stacks;

/// <summary>What was added up for a stack.</summary>
/// <param name="Value">The weight, in the unit of its kind.</param>
/// <param name="Count">The number of records.</param>
internal readonly record struct StackWeight(double Value, long Count)
{
    /// <summary>Both together.</summary>
    public static StackWeight operator +(StackWeight left, StackWeight right) =>
        new(left.Value + right.Value, left.Count + right.Count);
}
