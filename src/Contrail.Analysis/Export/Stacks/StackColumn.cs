namespace Contrail.Analysis.Export.Stacks;

/// <summary>A column of values that each stack has, in formats with a table of values.</summary>
/// <param name="Kind">What the stacks were recorded for.</param>
/// <param name="Unit">The unit of the values.</param>
internal readonly record struct StackColumn(StackKind Kind, StackUnit Unit)
{
    /// <summary>The column of the number of records of a kind.</summary>
    public static StackColumn CountOf(StackKind kind) => new(kind, StackUnit.Count);

    /// <summary>Its name, as profilers of the field call it.</summary>
    public string Name => (Kind, Unit) switch
    {
        (StackKind.Samples, StackUnit.Nanoseconds) => "cpu",
        (StackKind.Allocations, StackUnit.Bytes) => "alloc_space",
        (StackKind.Allocations, _) => "alloc_samples",
        (_, StackUnit.Nanoseconds) => StackKinds.NameOf(Kind).Replace('-', '_') + "_time",
        _ => StackKinds.NameOf(Kind).Replace('-', '_'),
    };

    /// <summary>The columns of stacks: their weight, and before it the number of records if that is another.</summary>
    public static IEnumerable<StackColumn> Of(CollectedStacks stacks) => stacks.Unit == StackUnit.Count
        ? [CountOf(stacks.Kind)]
        : [CountOf(stacks.Kind), new StackColumn(stacks.Kind, stacks.Unit)];

    /// <summary>The value of a weight in this column; 0 for another kind.</summary>
    public long ValueOf(CollectedStacks stacks, StackWeight weight) =>
        stacks.Kind != Kind ? 0
        : Unit == StackUnit.Count ? weight.Count
        : Unit == stacks.Unit ? Saturated.Of(weight.Value) : 0;
}
