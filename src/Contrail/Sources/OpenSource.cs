using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Sources;

/// <summary>A source being recorded: what the recorder asks of it, whatever it is. Safe from any thread.</summary>
internal abstract class OpenSource : IDisposable
{
    protected OpenSource(TraceRecording recording, RecordingConsumer consumer, ISnapshotAssembler assembler, IDrain drain)
    {
        Recording = recording;
        Consumer = consumer;
        Assembler = assembler;
        MainDrain = drain;
    }

    /// <summary>What is held of its stream.</summary>
    public TraceRecording Recording { get; }

    /// <summary>Makes files of it.</summary>
    public ISnapshotAssembler Assembler { get; }

    /// <summary>The main stream.</summary>
    public IDrain MainDrain { get; }

    private RecordingConsumer Consumer { get; }

    /// <summary>This moment, on the trace's clock.</summary>
    public abstract TraceTicks Now { get; }

    /// <summary>Whether the source is alive and cannot write: a process that was stopped.</summary>
    public abstract bool IsSuspended { get; }

    /// <summary>Completes the facts of a snapshot with what the source knows.</summary>
    public abstract SnapshotFacts Describe(SnapshotFacts facts);

    /// <summary>The process that is recorded.</summary>
    public abstract ProcessFacts Process { get; }

    /// <summary>What is known of how the source ended, in a few words; null while it has not.</summary>
    public abstract string? EndedHow { get; }

    /// <inheritdoc cref="RecordingConsumer.WaitUntilPassed"/>
    public bool WaitUntilPassed(TraceTicks moment, TimeSpan timeout, CancellationToken cancellationToken) =>
        Consumer.WaitUntilPassed(moment, timeout, cancellationToken);

    /// <summary>Ends the source's sessions as politely as it lets us, and all draining; then frees the ring.</summary>
    public abstract void Dispose();
}
