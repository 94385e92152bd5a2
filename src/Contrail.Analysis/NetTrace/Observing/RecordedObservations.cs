using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.Trials;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>
/// Makes the observations of a file that a recorder makes of a stream. It is read twice: its window is known at the
/// end. Memory is limited, and no event is left out because there are too many.
/// </summary>
internal static class RecordedObservations
{
    /// <summary>The signals that files show: those of events, and activity after silence.</summary>
    public static IReadOnlyList<SignalKind> Signals => ObservingVisitor.Signals;

    /// <summary>
    /// Reads a file from its start and passes on observations in the order of their times. False if it is no nettrace
    /// stream; then <paramref name="fault"/> contains what it is instead. What the stream throws passes.
    /// </summary>
    /// <param name="stream">The file; it can seek.</param>
    /// <param name="conditions">The conditions of all rules.</param>
    /// <param name="observe">Receives the observations.</param>
    /// <param name="file">What the file is.</param>
    /// <param name="fault">What is wrong with the file: of a torn one, where it is torn; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRead(
        Stream stream,
        IReadOnlyList<SignalCondition> conditions,
        Action<Observation> observe,
        out ObservedFile? file,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        file = null;
        long start = stream.Position;
        FactsTally tally = new();
        NetTraceReader reader = TraceStream.ReadToEnd(stream, tally, cancellationToken);
        if (!tally.TryConclude(reader, out TraceFileFacts? facts, out fault))
        {
            return false;
        }

        stream.Position = start;
        ObservingVisitor visitor = new(facts!.Trace, conditions, observe);
        OrderedEvents events = new(visitor);
        TraceStream.ReadToEnd(stream, events, cancellationToken);
        events.Complete();
        long ticksPerSecond = facts.Trace.TicksPerSecond;
        file = new ObservedFile(
            facts.Clock.Start.Nanoseconds(ticksPerSecond), facts.Clock.End.Nanoseconds(ticksPerSecond), Signals)
        {
            StartUtc = facts.WindowUtc,
            MissingFields = visitor.MissingFields,
            MissingNames = visitor.MissingNames,
            Coverage = new CoverageFinder(facts.Manifest, facts.Clock, visitor.Seen).Find(),
        };
        return true;
    }
}
