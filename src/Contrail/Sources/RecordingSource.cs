using Contrail.Core.Ring;
using Contrail.Sources;

namespace Contrail;

/// <summary>
/// Describes a source of trace data. Opens nothing until a recorder starts.
/// </summary>
public abstract class RecordingSource
{
    private protected RecordingSource()
    {
    }

    /// <summary>Opens the source and starts draining it.</summary>
    /// <exception cref="SourceUnavailableException">
    /// The source cannot be recorded; the message contains the reason and the next step.
    /// </exception>
    internal abstract OpenRecordingSource Open(RecordingLimits limits, IDrainHost host);
}
