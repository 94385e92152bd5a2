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

    /// <summary>Opens the source and starts draining it into the ring of the host.</summary>
    /// <exception cref="SourceUnavailableException">
    /// The source cannot be recorded; the message contains the reason and the next step.
    /// </exception>
    internal abstract OpenRecordingSource Open(ISourceHost host);
}
