using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>What the interpreters of one file share.</summary>
/// <param name="Sink">Receives the records.</param>
/// <param name="Stacks">The stacks of the current region.</param>
/// <param name="Index">What the first reading of the file has found.</param>
internal sealed record Interpretation(IModelSink Sink, RegionStacks Stacks, NetTraceIndex Index)
{
    /// <summary>The fields of the events of each row.</summary>
    public EventSchemas Schemas { get; } = new(Index.Facts.Trace.PointerBytes);

    /// <summary>The end of the window.</summary>
    public TraceTime End { get; } = Index.Clock.Extent.End;

    /// <summary>Finds the request in progress to which an event with an activity id belongs; null if unknown.</summary>
    public Func<Guid, RequestReference?> RequestOf { get; set; } = static _ => null;

    /// <summary>Whether no event is missing, so that what has no end still lasts.</summary>
    public bool IsComplete { get; } = Index.Facts.EventsLost == 0;

    /// <summary>
    /// When a thread wrote its last event, apart from waits for handles, which can be a part of another wait; null if
    /// that is unknown.
    /// </summary>
    public TraceTime? LastEventOf(ulong threadId) =>
        Index.Threads.LastOf(threadId) is { } last ? Index.Clock.ToTime(last) : null;
}
