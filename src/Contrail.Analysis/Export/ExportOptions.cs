using Contrail.Analysis.Export.Stacks;

namespace Contrail.Analysis.Export;

/// <summary>What the user has chosen for a conversion.</summary>
internal sealed record ExportOptions
{
    /// <summary>The kinds of stacks; at least one.</summary>
    public IReadOnlyList<StackKind> Of { get; init; } = [StackKind.Samples];

    /// <summary>Whether stacks of different threads are separate.</summary>
    public bool IsByThread { get; init; }

    /// <summary>The filter that selects the records, for outputs that state what they lack; empty for none.</summary>
    public string Filter { get; init; } = "";

    /// <summary>The version of the program that writes, for formats that contain it.</summary>
    public string Exporter { get; init; } = "contrail";
}
