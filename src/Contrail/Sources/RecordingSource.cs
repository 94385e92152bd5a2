using Contrail.Core.Ring;
using Contrail.Sources;

namespace Contrail;

/// <summary>
/// Where trace bytes come from. It says how to reach the source; nothing is opened before a recorder starts.
/// </summary>
public abstract class RecordingSource
{
    private protected RecordingSource()
    {
    }

    /// <summary>Opens the source and begins to drain it.</summary>
    /// <exception cref="SourceUnavailableException">It cannot be recorded; the message says what to do.</exception>
    internal abstract OpenRecordingSource Open(RecordingLimits limits, IDrainHost host);
}
