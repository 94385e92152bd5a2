using Contrail.Core.Formats.NetTrace;

namespace Contrail.Core.Snapshots.NetTrace;

/// <summary>
/// Gives every life of a thread id a capture id of its own, in the blocks and sequence points of a window, so
/// that readers do not take a number that begins anew for a loss. Blocks without later lives stay as they are.
/// </summary>
internal sealed class CaptureRemap
{
    private readonly ThreadSequences _sequences = new(fromStart: true);
    private readonly LossTally _countedAlready = new();

    public CaptureRemap(IEnumerable<(LifeId Life, uint SequenceNumber)> atStart)
    {
        // In ascending order the newest life of a thread id comes last, as it did in the stream.
        foreach ((LifeId life, uint sequence) in atStart.OrderBy(start => start.Life.Number))
        {
            _sequences.Resume(life, sequence);
        }
    }

    /// <summary>
    /// Lives not declared over so far. Lives are numbered anew for every file, because what the recording has
    /// forgotten does not count here.
    /// </summary>
    public List<(LifeId Life, uint SequenceNumber)> Alive() => _sequences.Alive();

    public ReadOnlyMemory<byte> Events(ReadOnlyMemory<byte> block)
    {
        ReadOnlySpan<byte> source = block.Span;
        if (!EventBlockHeader.TryRead(source, out EventBlockHeader header) || !header.Compressed)
        {
            return block;
        }

        List<(Range Old, ulong CaptureId)> changes = FindChanges(source, header);
        return changes.Count == 0 ? block : Rewrite(source, changes);
    }

    public ReadOnlyMemory<byte> Point(ReadOnlyMemory<byte> block)
    {
        if (!SequencePoint.TryRead(block.Span, out SequencePoint point))
        {
            return block;
        }

        ThreadLife[] lives = _sequences.Accept(point, _countedAlready);
        (ulong, uint)[] entries = new (ulong, uint)[lives.Length];
        for (int index = 0; index < lives.Length; index++)
        {
            entries[index] = (lives[index].CaptureId, point[index].SequenceNumber);
        }

        return SequencePoint.Build(point.At, entries);
    }

    private List<(Range Old, ulong CaptureId)> FindChanges(ReadOnlySpan<byte> block, in EventBlockHeader header)
    {
        List<(Range, ulong)> changes = [];
        EventBlockReader reader = new(block, header);
        ThreadLife? life = null;
        while (reader.MoveNext())
        {
            if (reader.CaptureNamed || life is null)
            {
                life = _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out _);
                if (life.Number > 0 && reader.CaptureNamed)
                {
                    changes.Add((reader.CaptureIdRange, life.CaptureId));
                }
            }

            _sequences.Advance(life, reader.SequenceNumber, reader.At);
        }

        // Nobody takes these marks; they are only to be forgotten.
        _sequences.TakeMarks();
        return changes;
    }

    private static byte[] Rewrite(ReadOnlySpan<byte> block, List<(Range Old, ulong CaptureId)> changes)
    {
        byte[] rewritten = new byte[block.Length + (changes.Count * VarUInt.BytesMax)];
        int taken = 0;
        int written = 0;
        foreach ((Range old, ulong captureId) in changes)
        {
            ReadOnlySpan<byte> before = block[taken..old.Start.Value];
            before.CopyTo(rewritten.AsSpan(written));
            written += before.Length;
            written += VarUInt.Write(rewritten.AsSpan(written), captureId);
            taken = old.End.Value;
        }

        block[taken..].CopyTo(rewritten.AsSpan(written));
        Array.Resize(ref rewritten, written + block.Length - taken);
        return rewritten;
    }
}
