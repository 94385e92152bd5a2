using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Decides for each block what can be kept: all of it, unchanged; or the part before its damage, without repeated
/// definitions. It follows the ids and numbers of what is kept. Not thread-safe.
/// </summary>
internal sealed class FrameSalvage
{
    private readonly MetadataIds _unreadable = new();
    private readonly IdRanges _stacks = new();
    private readonly StackBlockBuilder _stackBuilder = new();
    private readonly List<ReadOnlyMemory<byte>> _rewritten = [];

    /// <summary>The rows that are kept.</summary>
    public MetadataIds Rows { get; } = new();

    /// <summary>The position of each thread as readers of the kept part see it.</summary>
    public ReaderSequences Sequences { get; } = new();

    /// <summary>Whether the last block can be kept as it is.</summary>
    public bool IsVerbatim { get; private set; }

    /// <summary>What else can be kept of it: blocks of the same kind.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Rewritten => _rewritten;

    /// <summary>The latest moment in the kept part.</summary>
    public TraceTicks? Latest { get; private set; }

    /// <summary>Events kept so far.</summary>
    public long EventCount { get; private set; }

    /// <summary>Events left out because their row was.</summary>
    public long EventsDropped { get; private set; }

    /// <summary>Rows and stacks left out, because they were defined already, and rows that cannot be read.</summary>
    public long DefinitionsDropped { get; private set; }

    /// <summary>Processes the next block, and returns its fault; null without one.</summary>
    public TraceFault? Take(NetTraceFrameKind kind, ReadOnlySpan<byte> untrusted)
    {
        _rewritten.Clear();
        IsVerbatim = false;
        return kind switch
        {
            NetTraceFrameKind.Metadata => TakeMetadata(untrusted),
            NetTraceFrameKind.Stacks => TakeStacks(untrusted),
            NetTraceFrameKind.Events => TakeEvents(untrusted),
            _ => TakePoint(untrusted),
        };
    }

    private TraceFault? TakeMetadata(ReadOnlySpan<byte> block)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            return TraceFaultCode.BlockHeaderUnreadable;
        }

        List<byte[]> kept = [];
        EventBlockReader reader = new(block, header);
        IsVerbatim = true;
        while (reader.MoveNext())
        {
            if (TryKeepRow(reader.Payload))
            {
                kept.Add(reader.Payload.ToArray());
                continue;
            }

            DefinitionsDropped++;
            IsVerbatim = false;
        }

        IsVerbatim = IsVerbatim && !reader.Malformed;
        if (!IsVerbatim)
        {
            Rewrite(kept, header.First);
        }

        return reader.Malformed ? TraceFaultCode.MetadataUnreadable : null;
    }

    // A row that cannot be read affects only its own events.
    private bool TryKeepRow(ReadOnlySpan<byte> row)
    {
        bool isSound = MetadataRow.TryReadId(row, out int id);
        if (!isSound && MetadataIds.IsPossible(id))
        {
            _unreadable.TryDefine(id);
        }

        return isSound && MetadataIds.IsPossible(id) && Rows.TryDefine(id);
    }

    private void Rewrite(List<byte[]> rows, TraceTicks at)
    {
        MetadataBlockBuilder builder = new(Rows.IdLast);
        foreach (byte[] row in rows)
        {
            builder.Add(row);
        }

        _rewritten.AddRange(builder.Build(at).Select(block => (ReadOnlyMemory<byte>)block));
    }

    private TraceFault? TakeStacks(ReadOnlySpan<byte> block)
    {
        StackBlockReader reader = new(block);
        bool isNew = true;
        while (reader.MoveNext())
        {
            isNew = isNew && !_stacks.Contains(reader.Id);
        }

        IsVerbatim = isNew && !reader.Malformed;
        StackBlockReader again = new(block);
        while (again.MoveNext())
        {
            bool isKept = _stacks.TryAdd(again.Id);
            DefinitionsDropped += isKept ? 0 : 1;
            if (isKept && !IsVerbatim)
            {
                _stackBuilder.Add(again.Id, again.Addresses);
            }
        }

        if (!IsVerbatim)
        {
            _rewritten.AddRange(_stackBuilder.TakeBlocks());
        }

        if (_stacks.IsOverfull)
        {
            IsVerbatim = false;
            return TraceFaultCode.StacksExceeded;
        }

        return reader.Malformed ? TraceFaultCode.StacksUnreadable : null;
    }

    private TraceFault? TakeEvents(ReadOnlySpan<byte> block)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            return TraceFaultCode.BlockHeaderUnreadable;
        }

        bool someUnreadable = _unreadable.IdLast > 0;
        if (someUnreadable && CopyReadable(block, header, out bool isSound) is { } parts)
        {
            return TakeParts(parts, isSound);
        }

        (int soundBytes, TraceFault? fault, TraceTicks first, TraceTicks last) = Walk(block, header);
        IsVerbatim = fault is null;
        if (!IsVerbatim && soundBytes > header.HeaderBytes)
        {
            byte[] sound = block[..soundBytes].ToArray();
            EventBlockHeader.WriteTimes(sound, first, last);
            _rewritten.Add(sound);
        }

        return fault;
    }

    // The events whose rows can be read, in blocks of their own; null if the block has no others.
    private IReadOnlyList<byte[]>? CopyReadable(
        ReadOnlySpan<byte> block, in EventBlockHeader header, out bool isSound)
    {
        long droppedBefore = EventsDropped;
        EventBlockCopy kept = new();
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            if (_unreadable.IsDefined(reader.MetadataId) && !Rows.IsDefined(reader.MetadataId))
            {
                EventsDropped++;
            }
            else
            {
                kept.Add(reader);
            }
        }

        isSound = !reader.Malformed;
        return EventsDropped == droppedBefore ? null : kept.TakeBlocks();
    }

    private TraceFault? TakeParts(IReadOnlyList<byte[]> parts, bool isSound)
    {
        TraceFault? fault = null;
        for (int index = 0; index < parts.Count && fault is null; index++)
        {
            fault = TakeEvents(parts[index]);
            if (IsVerbatim)
            {
                _rewritten.Add(parts[index]);
            }
        }

        IsVerbatim = false;
        return fault ?? (isSound ? null : TraceFaultCode.EventUnreadable);
    }

    private (int SoundBytes, TraceFault? Fault, TraceTicks First, TraceTicks Last) Walk(
        ReadOnlySpan<byte> block, in EventBlockHeader header)
    {
        EventBlockReader reader = new(block, header);
        (TraceTicks first, TraceTicks last) = (new TraceTicks(long.MaxValue), new TraceTicks(long.MinValue));
        ReaderThread? thread = null;
        uint sequence = 0;
        TraceFault? fault = null;
        while (fault is null && reader.MoveNext())
        {
            if (reader.MetadataNamed || thread is null)
            {
                fault = Rows.IsDefined(reader.MetadataId) ? null : TraceFaultCode.EventUndefined;
            }

            if (fault is null)
            {
                if (reader.CaptureNamed || thread is null)
                {
                    ReaderThread.Leave(thread, sequence);
                    thread = Sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out _);
                }

                sequence = reader.SequenceNumber;
                first = reader.At < first ? reader.At : first;
                last = reader.At > last ? reader.At : last;
                EventCount++;
            }
        }

        ReaderThread.Leave(thread, sequence);
        if (thread is not null)
        {
            See(last);
        }

        fault = reader.Malformed ? TraceFaultCode.EventUnreadable : fault;
        return (fault is not null ? reader.HeaderOffset : block.Length, fault, first, last);
    }

    private TraceFault? TakePoint(ReadOnlySpan<byte> block)
    {
        _stacks.Clear();
        if (!SequencePoint.TryRead(block, out SequencePoint point))
        {
            return TraceFaultCode.PointUnreadable;
        }

        for (int index = 0; index < point.Count; index++)
        {
            (ulong threadId, uint sequence) = point[index];
            Sequences.FallsAtPoint(threadId, sequence);
        }

        IsVerbatim = true;
        See(point.At);
        return null;
    }

    private void See(TraceTicks at) => Latest = Latest is { } latest && latest > at ? latest : at;
}
