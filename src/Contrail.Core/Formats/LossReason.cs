namespace Contrail.Core.Formats;

/// <summary>Why something that happened is not in a trace.</summary>
public enum LossReason
{
    /// <summary>The runtime's own buffers were full; the sequence numbers of a thread skip.</summary>
    RuntimeDropped,

    /// <summary>
    /// A thread ended while events were being dropped: what it dropped in its last moments the runtime tells nowhere.
    /// The count is of threads.
    /// </summary>
    ThreadEnded,

    /// <summary>Bytes that the format does not allow; everything after them in the stream is lost.</summary>
    Malformed,

    /// <summary>The stream ended inside a frame, as it does when the process dies.</summary>
    Truncated,

    /// <summary>History that was recorded and given up for the limit of memory before the period was over.</summary>
    Evicted,

    /// <summary>Names of methods that the symbol table had to give up for its limit of memory.</summary>
    SymbolsForgotten,

    /// <summary>One-time events (type names, settings) given up for their limit of memory.</summary>
    CarriedForgotten,

    /// <summary>
    /// The recorder did not read in time and its watchdog cut the stream; what happened until the next one began.
    /// </summary>
    RecorderPaused,

    /// <summary>Names of methods compiled before the recorder came, which it was not allowed to ask for.</summary>
    NamesMissing,

    /// <summary>
    /// When the profile changed, the old session did not come to its end in time: what only it recorded, from the
    /// latest that came of it on.
    /// </summary>
    ProfileChanged,

    /// <summary>The connection to the source was lost: what happened until the next one began.</summary>
    Disconnected,

    /// <summary>The numbers of a trace's own generations skip; the count is of generations.</summary>
    GenerationGap,

    /// <summary>A generation that lacked what each must have, or had something unreadable, and was not kept.</summary>
    GenerationBroken,

    /// <summary>A single generation that was larger than twice the limit of memory, and was not kept.</summary>
    GenerationTooLarge,
}
