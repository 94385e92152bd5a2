using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Snapshots;

/// <summary>
/// Assigns ids that are valid for the whole file. Every incarnation of a thread id has its own capture id in the blocks
/// and sequence points of a window, so that readers do not count a number that restarts as a loss; metadata ids of
/// later streams become those of the recording. Blocks that need neither stay unchanged.
/// </summary>
internal sealed class IdRemap
{
    private readonly ThreadSequences _sequences = new(fromStart: true);
    private readonly LossCounter _countedAlready = new();

    public IdRemap(IEnumerable<(ThreadIncarnationId Incarnation, uint SequenceNumber)> atStart)
    {
        // In ascending order the newest incarnation of a thread id is last, as it was in the stream.
        foreach ((ThreadIncarnationId incarnation, uint sequence) in atStart.OrderBy(start => start.Incarnation.Number))
        {
            _sequences.Resume(incarnation, sequence);
        }
    }

    /// <summary>
    /// Incarnations that have not ended so far. They are numbered again for every file, because what the recording has
    /// forgotten does not count here.
    /// </summary>
    public List<(ThreadIncarnationId Incarnation, uint SequenceNumber)> Alive() => _sequences.Alive();

    /// <param name="block">A block of events.</param>
    /// <param name="changedIds">The file's metadata id for each of its ids; null if they are the same.</param>
    public ReadOnlyMemory<byte> Events(ReadOnlyMemory<byte> block, RowIds? changedIds)
    {
        ReadOnlySpan<byte> source = block.Span;
        if (!EventBlockHeader.TryRead(source, out EventBlockHeader header))
        {
            return block;
        }

        if (!header.Compressed)
        {
            return changedIds is null ? block : RewriteUncompressed(source, header, changedIds);
        }

        List<(Range Old, ulong Id)> changes = FindChanges(source, header, changedIds);
        return changes.Count == 0 ? block : Rewrite(source, changes);
    }

    public ReadOnlyMemory<byte> Point(ReadOnlyMemory<byte> block)
    {
        if (!SequencePoint.TryRead(block.Span, out SequencePoint point))
        {
            return block;
        }

        ThreadIncarnation[] lives = _sequences.Accept(point, _countedAlready, out _);
        (ulong, uint)[] entries = new (ulong, uint)[lives.Length];
        for (int index = 0; index < lives.Length; index++)
        {
            entries[index] = (lives[index].CaptureId, point[index].SequenceNumber);
        }

        return SequencePoint.Build(point.At, entries);
    }

    private List<(Range Old, ulong Id)> FindChanges(
        ReadOnlySpan<byte> block, in EventBlockHeader header, RowIds? changedIds)
    {
        List<(Range, ulong)> changes = [];
        EventBlockReader reader = new(block, header);
        ThreadIncarnation? incarnation = null;
        while (reader.MoveNext())
        {
            if (changedIds is not null && reader.MetadataNamed && changedIds[reader.MetadataId] != reader.MetadataId)
            {
                changes.Add((MetadataIdRange(block, reader), (ulong)changedIds[reader.MetadataId]));
            }

            if (reader.CaptureNamed || incarnation is null)
            {
                incarnation = _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out _);
                if (incarnation.Number > 0 && reader.CaptureNamed)
                {
                    changes.Add((reader.CaptureIdRange, incarnation.CaptureId));
                }
            }

            _sequences.Advance(incarnation, reader.SequenceNumber, reader.At);
        }

        // These marks are not used, only removed.
        _sequences.TakeMarks();
        return changes;
    }

    // The first field after the flags.
    private static Range MetadataIdRange(ReadOnlySpan<byte> block, in EventBlockReader reader)
    {
        int offset = reader.HeaderOffset + 1;
        return offset..(offset + VarUInt.Read(block, offset, out _));
    }

    private static byte[] Rewrite(ReadOnlySpan<byte> block, List<(Range Old, ulong Id)> changes)
    {
        byte[] rewritten = new byte[block.Length + (changes.Count * VarUInt.MaxBytes)];
        int taken = 0;
        int written = 0;
        foreach ((Range old, ulong id) in changes)
        {
            ReadOnlySpan<byte> before = block[taken..old.Start.Value];
            before.CopyTo(rewritten.AsSpan(written));
            written += before.Length;
            written += VarUInt.Write(rewritten.AsSpan(written), id);
            taken = old.End.Value;
        }

        block[taken..].CopyTo(rewritten.AsSpan(written));
        Array.Resize(ref rewritten, written + block.Length - taken);
        return rewritten;
    }

    private static byte[] RewriteUncompressed(ReadOnlySpan<byte> block, in EventBlockHeader header, RowIds changedIds)
    {
        byte[] rewritten = block.ToArray();
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            UncompressedEvent.WriteMetadataId(rewritten.AsSpan(reader.HeaderOffset), changedIds[reader.MetadataId]);
        }

        return rewritten;
    }
}
