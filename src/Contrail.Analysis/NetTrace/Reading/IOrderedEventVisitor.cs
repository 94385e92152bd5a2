using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Receives the events of a file in the order of their times.</summary>
internal interface IOrderedEventVisitor
{
    /// <summary>Whether events of a row are required; the others are skipped.</summary>
    bool IsRequired(MetadataRow row);

    /// <summary>Called for a block of stacks, before the events that refer to them.</summary>
    void OnStacks(ReadOnlySpan<byte> block);

    /// <summary>Called for an event.</summary>
    void OnEvent(in NetTraceEvent current);

    /// <summary>Called where the ids of stacks begin again: no later event refers to the stacks so far.</summary>
    void OnRegionEnd();
}
