using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail;

/// <summary>
/// Describes a source of trace data. Opens nothing until a recorder starts. All members are thread-safe.
/// </summary>
public abstract class RecordingSource
{
    private protected RecordingSource()
    {
    }

    /// <summary>What triggers can observe of it.</summary>
    internal virtual IReadOnlyCollection<SignalKind> ObservedSignals => [SignalKind.Silence, SignalKind.Lag];

    /// <summary>
    /// Returns why a condition cannot be observed with what this source records, with what to do, as the rest of a
    /// sentence; null if it can be, or if that is unknown.
    /// </summary>
    internal virtual string? WhyNotObserved(SignalCondition condition) =>
        ObservedSignals.Contains(condition.Signal.Observed)
            ? null
            : $"'{condition.Signal.Name}' is not observed of this source. Observed are "
                + string.Join(", ", Signals.All.Where(one => ObservedSignals.Contains(one.Observed))
                    .Select(one => one.Name));

    /// <summary>Opens the source and starts draining it into the ring of the host.</summary>
    /// <exception cref="SourceUnavailableException">
    /// The source cannot be recorded; the message contains the reason and the next step.
    /// </exception>
    internal abstract OpenRecordingSource Open(ISourceHost host);
}
