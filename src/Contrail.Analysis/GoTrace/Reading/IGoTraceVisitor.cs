namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Receives what a <see cref="GoTraceReader"/> reads, in the order in which it happened.</summary>
internal interface IGoTraceVisitor
{
    /// <summary>An event. Its stack is borrowed, and holds for the length of the call.</summary>
    void OnEvent(in GoEvent current);

    /// <summary>
    /// Generations are missing: the events before and after the gap are each valid, and nothing is known about the time
    /// between. States restart, as at the start of a trace.
    /// </summary>
    void OnGap(GenerationGap gap);
}
