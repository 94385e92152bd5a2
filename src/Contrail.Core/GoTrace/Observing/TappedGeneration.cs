using Contrail.Core.GoTrace.Events;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Copies of the batches of a generation that observers need, up to a limit of their number and bytes. Not thread-safe.
/// </summary>
internal sealed class TappedGeneration
{
    /// <summary>Events: some seconds of a busy service. A generation is a second.</summary>
    public const int MaxEventBytes = 8 << 20;

    /// <summary>Strings, which arrive last: the names of all functions of a large program.</summary>
    public const int MaxStringBytes = 2 << 20;

    /// <summary>Batches; a batch of the runtime has about 64 KiB, but one can be empty.</summary>
    public const int MaxBatches = 1 << 14;

    private readonly GenerationBytes _bytes = new();
    private readonly List<(long Thread, ThreadBatch Batch)> _events = [];
    private readonly List<ReadOnlyMemory<byte>> _strings = [];
    private int _eventBytes;
    private int _stringBytes;

    /// <summary>The batches of events, in the order of arrival.</summary>
    public IReadOnlyList<(long Thread, ThreadBatch Batch)> Events => _events;

    /// <summary>The batches of strings.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Strings => _strings;

    /// <summary>Frequency of the trace's clock, once the generation has ended.</summary>
    public long TicksPerSecond { get; set; }

    /// <summary>Whether what was before it is missing.</summary>
    public bool FollowsGap { get; set; }

    /// <summary>Whether events did not fit. Those that were copied arrived before those that were not.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Copies a batch if observers need it; false if it does not fit.</summary>
    public bool TryAdd(in GoBatch batch)
    {
        ReadOnlySpan<byte> payload = batch.Payload;
        switch (payload.IsEmpty ? GoEventId.None : (GoEventId)payload[0])
        {
            case GoEventId.None or GoEventId.Stacks or GoEventId.CPUSamples or GoEventId.Frequency or GoEventId.Sync:
                return true;
            case GoEventId.Strings:
                bool fits = payload.Length <= MaxStringBytes - _stringBytes && _strings.Count < MaxBatches;
                if (fits)
                {
                    _stringBytes += payload.Length;
                    _strings.Add(_bytes.Store(payload));
                }

                return fits;
            default:
                return TryAddEvents(batch);
        }
    }

    /// <summary>Removes all batches and keeps the memory.</summary>
    public void Clear()
    {
        _bytes.Clear();
        _events.Clear();
        _strings.Clear();
        _eventBytes = 0;
        _stringBytes = 0;
        FollowsGap = false;
        IsCut = false;
    }

    // What follows a batch that is missing is not read either: the state of its thread is unknown.
    private bool TryAddEvents(in GoBatch batch)
    {
        IsCut |= batch.Payload.Length > MaxEventBytes - _eventBytes || _events.Count == MaxBatches;
        if (!IsCut)
        {
            _eventBytes += batch.Payload.Length;
            ThreadBatch copied = new(batch.Time, _bytes.Store(batch.Payload));
            _events.Add((unchecked((long)batch.Thread), copied));
        }

        return !IsCut;
    }
}
