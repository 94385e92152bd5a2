namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>Receives what a <see cref="GoTraceReader"/> reads, in the order in which it happened.</summary>
internal interface IGoTraceVisitor
{
    /// <summary>An event. Its stack is borrowed, and holds for the length of the call.</summary>
    void OnEvent(in GoEvent current);

    /// <summary>
    /// Generations are missing: what was told before and what comes next is each right by itself, and nothing is known
    /// of what happened between. States begin anew, as at the start of a trace.
    /// </summary>
    void OnGap(GenerationGap gap);
}
