using System.Text.Json.Serialization;
using Contrail.Core.Formats;

namespace Contrail;

/// <summary>Why something that happened is not in a trace.</summary>
[JsonConverter(typeof(EnumJsonConverter<LossReason>))]
public enum LossReason
{
    /// <summary>A reason that this version does not know.</summary>
    Unknown,

    /// <summary>
    /// The runtime counted an event and did not write it: its buffers were full, or the event was larger than 64 KiB.
    /// In both cases the sequence numbers of the thread skip.
    /// </summary>
    RuntimeDropped,

    /// <summary>
    /// A thread ended while events were being dropped. The runtime does not report how many events the thread dropped
    /// in its last moments. The count is of threads.
    /// </summary>
    ThreadEnded,

    /// <summary>Bytes that the format does not allow; everything after them in the stream is lost.</summary>
    Malformed,

    /// <summary>The stream ended inside a frame, as it does when the process dies.</summary>
    Truncated,

    /// <summary>Recorded history that was evicted for the memory limit before the end of the period.</summary>
    Evicted,

    /// <summary>
    /// Names that the window's stacks need and that the symbol table evicted for its memory limit. The count is of
    /// addresses and of modules.
    /// </summary>
    SymbolsForgotten,

    /// <summary>
    /// One-time events evicted for their memory limit: type names, settings, and the starts of threads that have events
    /// in the window.
    /// </summary>
    CarriedForgotten,

    /// <summary>
    /// Waits that began before the window, have no known end, and were evicted because too many threads waited at the
    /// same time. The count is of threads.
    /// </summary>
    WaitsForgotten,

    /// <summary>
    /// The recorder did not read in time and its watchdog cut the stream: events until the next stream began are
    /// missing.
    /// </summary>
    RecorderPaused,

    /// <summary>Names of methods compiled before the recorder attached, which it was not allowed to request.</summary>
    NamesMissing,

    /// <summary>
    /// When the profile changed, the old session did not complete in time: events that only it recorded are missing,
    /// from its latest event on.
    /// </summary>
    ProfileChanged,

    /// <summary>The connection to the source was lost: events until the next connection are missing.</summary>
    Disconnected,

    /// <summary>The numbers of a trace's generations skip; the count is of generations.</summary>
    GenerationGap,

    /// <summary>A generation that lacked a required part or contained something unreadable, and was not kept.</summary>
    GenerationBroken,

    /// <summary>A single generation that was larger than twice the memory limit, and was not kept.</summary>
    GenerationTooLarge,

    /// <summary>
    /// Events between the latest one that had arrived and the request for the snapshot. Their number is unknown, so the
    /// count is 0.
    /// </summary>
    NotReceived,

    /// <summary>
    /// Samples of processors that the kernel dropped because they were not read in time. It does not report of which
    /// processes: the count is of all, and 0 if it is unknown.
    /// </summary>
    SamplesDropped,

    /// <summary>
    /// The kernel paused the sampling of a processor because interrupts took too long. The count is of pauses.
    /// </summary>
    SamplingPaused,

    /// <summary>
    /// Records of a process that another one replaced at the same address, as after a restart of a service: a file has
    /// those of one process. The count is of records.
    /// </summary>
    ProcessReplaced,
}
