using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>
/// Receives the timeline of one file, in any order of time. Not safe for concurrent use. What the output throws passes.
/// </summary>
internal interface ITimelineOutput
{
    /// <summary>Begins the timeline.</summary>
    /// <param name="context">The names and stacks to which events refer.</param>
    /// <param name="extent">The extent of the trace.</param>
    void Begin(TraceContext context, TraceExtent extent);

    /// <summary>Adds an event to a row.</summary>
    void Add(in TimelineTrack track, in TimelineEvent one);

    /// <summary>Adds a value to a chart.</summary>
    void Add(in TimelineCounter counter, TraceTime time, double value);

    /// <summary>Adds a stack of a thread.</summary>
    /// <param name="kind">What it was recorded for.</param>
    /// <param name="unit">The unit of its weight.</param>
    /// <param name="time">When.</param>
    /// <param name="executionId">The thread; 0 if unknown.</param>
    /// <param name="stack">The stack; none if unknown.</param>
    /// <param name="weight">Its weight.</param>
    void Add(StackKind kind, StackUnit unit, TraceTime time, long executionId, StackId stack, double weight);

    /// <summary>Ends the timeline.</summary>
    void End();
}
