using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>Takes the figures of a turn, event by event. Called on the thread that reads.</summary>
internal interface IFigureSink
{
    /// <summary>Takes the figures of one event; what it is given is valid during the call only.</summary>
    /// <param name="described">Which figures they are.</param>
    /// <param name="threadId">
    /// The thread that they are about, by the number that the process itself sees; 0 if they are about no thread.
    /// </param>
    /// <param name="untrustedText">The name of the thread or the path of the group, if possible in UTF-8.</param>
    /// <param name="values">The figures, in the order of the columns.</param>
    void Add(
        FigureEvent described, int threadId, ReadOnlySpan<byte> untrustedText, ReadOnlySpan<long> values);
}
