using Contrail.Core.Ring;

namespace Contrail.Sources;

/// <summary>
/// Where trace bytes come from. It says how to reach the source; nothing is opened before a recorder starts.
/// </summary>
public abstract class TraceSource
{
    private protected TraceSource()
    {
    }

    /// <summary>Opens the source and begins to drain it.</summary>
    /// <exception cref="SourceUnavailableException">It cannot be recorded; the message says what to do.</exception>
    internal abstract OpenSource Open(RecordingLimits limits, IDrainHost host);
}
