using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>One event of a file. Borrows its bytes, which are valid only while a visitor is called.</summary>
internal readonly ref struct NetTraceEvent
{
    /// <summary>Which event it is.</summary>
    public required MetadataRow Row { get; init; }

    /// <summary>When it happened.</summary>
    public required TraceTicks At { get; init; }

    /// <summary>The operating system's id of the thread.</summary>
    public required ulong ThreadId { get; init; }

    /// <summary>The process of the thread; 0 if unknown.</summary>
    public int ProcessId { get; init; }

    /// <summary>The stack's id in the event's region; 0 for none.</summary>
    public required int StackId { get; init; }

    /// <summary>Whether a recorder added it, so that it is not part of the window.</summary>
    public required bool IsAdded { get; init; }

    /// <summary>The activity in which it was written; empty for none.</summary>
    public Guid ActivityId { get; init; }

    /// <summary>For the start of an activity, the one in which it started; empty for none.</summary>
    public Guid RelatedActivityId { get; init; }

    /// <summary>The payload, not validated.</summary>
    public required ReadOnlySpan<byte> Payload { get; init; }
}
