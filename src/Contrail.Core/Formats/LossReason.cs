namespace Contrail;

/// <summary>Why something that happened is not in a trace.</summary>
public enum LossReason
{
    /// <summary>
    /// The runtime counted an event and did not write it: its buffers were full, or the event was larger than 64 KiB.
    /// The sequence numbers of a thread skip, whichever of the two it was.
    /// </summary>
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

    /// <summary>
    /// Names that the window's stacks need and that the symbol table had to give up for its limit of memory. The count
    /// is of addresses, and of modules.
    /// </summary>
    SymbolsForgotten,

    /// <summary>
    /// One-time events given up for their limit of memory: type names and settings, and the beginnings of threads of
    /// which something is in the window.
    /// </summary>
    CarriedForgotten,

    /// <summary>
    /// Waits that began before the window and have not ended as far as is known, given up because too many threads
    /// waited at once. The count is of threads.
    /// </summary>
    WaitsForgotten,

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

    /// <summary>
    /// What happened between the latest event that had arrived and the request for the snapshot. How much is unknown,
    /// so the count is 0.
    /// </summary>
    NotReceived,
}
