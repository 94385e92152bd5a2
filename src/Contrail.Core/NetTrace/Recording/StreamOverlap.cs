using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Recording;

/// <summary>
/// Where a stream is opened before its predecessor has ended, the runtime writes events to both for a while. For each
/// thread, the next stream begins after the last event of the old one, so that no event is repeated or missing. Not
/// thread-safe.
/// </summary>
/// <remarks>
/// A thread writes an event to both streams before its next event, each copy with its own time. So an event earlier
/// than the old stream's last event was before it, and a later one is new; only the first event that is not earlier can
/// be the copy of that last one, and is recognized by its content.
/// </remarks>
internal sealed class StreamOverlap
{
    /// <summary>
    /// Maximum number of threads whose ends are noted: more than write within about 100 ms in any process.
    /// </summary>
    private const int MaxThreads = 50_000;

    private readonly Dictionary<ulong, LastEvent> _lasts = [];
    private TraceTicks _since;
    private TraceTicks _latest;

    /// <summary>Whether the current stream will be followed by one that is open already.</summary>
    public bool IsNoting { get; private set; }

    /// <summary>Approximate memory used, in bytes.</summary>
    public long HeldBytes => _lasts.Count * 96L;

    /// <summary>
    /// The next stream is about to open, or will not open: the position of each thread is noted from here on.
    /// </summary>
    public void Expect(TraceTicks? opensAfter)
    {
        _lasts.Clear();
        _since = opensAfter ?? default;
        IsNoting = opensAfter is not null;
    }

    /// <summary>The next stream begins.</summary>
    public void Turn() => IsNoting = false;

    /// <summary>Notes how far a block of the old stream brings each thread.</summary>
    public void Note(ReadOnlySpan<byte> block, in EventBlockHeader header, RowIds ids)
    {
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            bool hasRoom = _lasts.Count < MaxThreads || _lasts.ContainsKey(reader.CaptureThreadId);
            if (reader.At >= _since && hasRoom)
            {
                _latest = _lasts.Count == 0 || reader.At > _latest ? reader.At : _latest;
                _lasts[reader.CaptureThreadId] = new LastEvent(reader.At, ContentOf(reader, ids), null);
            }
        }
    }

    /// <summary>
    /// Whether a block of the next stream may hold what the old one has had. Once that is over, it is forgotten.
    /// </summary>
    /// <param name="block">The block.</param>
    /// <param name="header">Of the block.</param>
    /// <param name="maxTicks">How much later than the last event of the old stream its copy can be.</param>
    public bool MayRepeat(ReadOnlySpan<byte> block, in EventBlockHeader header, long maxTicks)
    {
        if (_lasts.Count == 0)
        {
            return false;
        }

        // A busy thread fills several blocks before earlier events of another arrive; only after a sorted event nothing
        // is earlier.
        EventBlockReader reader = new(block, header);
        if (reader.MoveNext() && reader.Sorted && reader.At.Since(_latest) > maxTicks)
        {
            _lasts.Clear();
        }

        return _lasts.Count > 0;
    }

    /// <summary>
    /// The block without the events of the old stream; null if it has none of them. Of a damaged block, the events
    /// before the damage are checked, and <paramref name="isSound"/> is false.
    /// </summary>
    public IReadOnlyList<byte[]>? Strip(
        ReadOnlySpan<byte> block, in EventBlockHeader header, RowIds ids, ThreadSequences sequences, out bool isSound)
    {
        bool anyRepeated = false;
        EventBlockCopy kept = new();
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            if (IsRepeated(reader, ids))
            {
                sequences.Skip(reader.CaptureThreadId, reader.SequenceNumber, reader.At);
                anyRepeated = true;
                continue;
            }

            kept.Add(reader);
        }

        isSound = !reader.Malformed;
        return anyRepeated ? kept.TakeBlocks() : null;
    }

    private bool IsRepeated(in EventBlockReader current, RowIds ids)
    {
        if (!_lasts.TryGetValue(current.CaptureThreadId, out LastEvent last))
        {
            return false;
        }

        bool sameContent = ContentOf(current, ids) == last.Content;
        long ticksLater = current.At.Since(last.At);
        if (ticksLater < 0)
        {
            _lasts[current.CaptureThreadId] = last with { CopyTicksBefore = sameContent ? -ticksLater : null };
            return true;
        }

        // Where events of the same content follow each other, the nearest one is the copy.
        _lasts.Remove(current.CaptureThreadId);
        return sameContent && (last.CopyTicksBefore is not { } before || ticksLater < before);
    }

    private static (int RowId, UInt128 Payload) ContentOf(in EventBlockReader current, RowIds ids) =>
        (ids[current.MetadataId], Fingerprint.Of(current.Payload));

    /// <summary>The last event of a thread in the old stream.</summary>
    /// <param name="At">When it was written there.</param>
    /// <param name="Content">Its content.</param>
    /// <param name="CopyTicksBefore">
    /// How much earlier the next stream has an identical event, directly before; null without one.
    /// </param>
    private readonly record struct LastEvent(
        TraceTicks At, (int RowId, UInt128 Payload) Content, long? CopyTicksBefore);
}
