using Contrail.Analysis.Export.Protobuf;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>
/// What formats of stacks in Protocol Buffers have in common: tables of all stacks precede or follow them, so that they
/// are written at the end. Not safe for concurrent use.
/// </summary>
/// <param name="output">Receives the output.</param>
/// <param name="options">What the user has chosen.</param>
internal abstract class ProtoStackExport(Stream output, ExportOptions options) : StackExport(options)
{
    private readonly List<CollectedStacks> _collected = [];

    /// <inheritdoc/>
    protected override bool KeepsRequests => true;

    /// <summary>Receives the output.</summary>
    protected Stream Output { get; } = output;

    /// <summary>The stacks of all kinds and files.</summary>
    protected IReadOnlyList<CollectedStacks> Collected => _collected;

    /// <summary>Collects the messages.</summary>
    protected ProtoWriter Writer { get; } = new();

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Nothing is open before the end.
    }

    /// <inheritdoc/>
    protected override void Write(CollectedStacks stacks) => _collected.Add(stacks);
}
