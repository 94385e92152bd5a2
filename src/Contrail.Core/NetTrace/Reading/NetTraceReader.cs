using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Reading;

/// <summary>
/// Reads a nettrace 4 stream, or a file of version 6, cut at any byte, and passes its contents to a visitor. Holds one
/// frame at a time and never throws because of the bytes. Not thread-safe.
/// </summary>
internal sealed class NetTraceReader : IFrameConsumer, IV6Consumer
{
    private readonly INetTraceVisitor _visitor;
    private readonly FrameLoop _loop;
    private readonly ThreadSequences _sequences;
    private readonly LossCounter _losses = new();
    private TraceFault? _fault;
    private readonly V6Stream _v6;
    private bool _isV6;
    private bool _traceSeen;

    /// <param name="visitor">Receives the contents.</param>
    /// <param name="maxHeldBytes">
    /// How much memory the metadata may take, and again the threads. A stream that needs more is malformed.
    /// </param>
    /// <param name="splitter">
    /// Finds the frames: a <see cref="FileSplitter"/> for a file of any version. Default: version 4 only.
    /// </param>
    public NetTraceReader(
        INetTraceVisitor visitor, long maxHeldBytes = MetadataRows.MaxHeldBytes, IFrameSplitter? splitter = null)
    {
        ArgumentNullException.ThrowIfNull(visitor);
        ArgumentOutOfRangeException.ThrowIfNegative(maxHeldBytes);
        _visitor = visitor;
        _loop = new FrameLoop(splitter ?? new NetTraceSplitter(), this, NetTraceSplitter.MaxFrameBytes + 64);
        _sequences = new ThreadSequences(fromStart: false, maxHeldBytes);
        Rows = new MetadataRows(maxHeldBytes);
        _v6 = new V6Stream(Rows, this);
    }

    /// <summary>
    /// <c>NeedMore</c> while reading, <c>End</c> after the stream's end; otherwise why reading stopped.
    /// </summary>
    public SplitStatus Status => _loop.Status;

    /// <summary>What was wrong, once reading has failed; null before.</summary>
    public TraceFault? Fault => _loop.Fault;

    /// <summary>The offset of the next frame, or of the fault, from the start of the stream.</summary>
    public long Offset => _loop.Offset;

    /// <summary>Bytes of an incomplete frame.</summary>
    public int PendingBytes => _loop.Pending.Length;

    /// <summary>The metadata rows so far.</summary>
    public MetadataRows Rows { get; }

    /// <summary>Events that the sequence numbers show to be missing.</summary>
    public long EventsLost { get; private set; }

    /// <summary>Where the next bytes of the stream are to be put.</summary>
    public Span<byte> Room() => _loop.Room();

    /// <summary>Reads what was put into <see cref="Room"/>.</summary>
    public SplitStatus Advance(int filledBytes)
    {
        SplitStatus status = _loop.Advance(filledBytes);
        if (status != SplitStatus.NeedMore)
        {
            _loop.SkipPending();
        }

        return status;
    }

    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        bool isRead = TryRead(frame);
        fault = _fault;
        return isRead;
    }

    private bool TryRead(in Frame frame)
    {
        NetTraceFrameKind kind = (NetTraceFrameKind)frame.Kind;
        if (kind == NetTraceFrameKind.StreamHeader)
        {
            _isV6 = V6Splitter.IsStreamHeader(frame.Payload);
            return true;
        }

        if (_isV6)
        {
            return TryReadV6(kind, frame.Payload);
        }

        if (_traceSeen == (kind == NetTraceFrameKind.Trace))
        {
            return Fail(_traceSeen ? TraceFaultCode.TraceRepeated : TraceFaultCode.TraceMissing);
        }

        if (kind == NetTraceFrameKind.Trace)
        {
            return TryReadTrace(frame);
        }

        if (kind == NetTraceFrameKind.Stacks && !StackBlockReader.IsSound(frame.Payload))
        {
            return Fail(TraceFaultCode.StacksUnreadable);
        }

        _visitor.OnFrame(kind, frame.Payload);
        return kind switch
        {
            NetTraceFrameKind.Metadata => Rows.TryAdd(frame.Payload) || Fail(TraceFaultCode.MetadataUnreadable),
            NetTraceFrameKind.Events => TryReadEvents(frame.Payload) || Fail(TraceFaultCode.EventUnreadable),
            NetTraceFrameKind.SequencePoint => TryReadPoint(frame.Payload) || Fail(TraceFaultCode.PointUnreadable),
            _ => true,
        };
    }

    private bool TryReadTrace(in Frame frame)
    {
        if (!TraceObject.TryRead(frame.Payload, out TraceObject? trace))
        {
            return Fail(TraceFaultCode.TraceUnreadable);
        }

        _traceSeen = true;
        _visitor.OnTrace(trace!);
        return true;
    }

    private bool TryReadEvents(ReadOnlySpan<byte> block)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            return false;
        }

        EventBlockReader reader = new(block, header);
        ThreadIncarnation? incarnation = null;
        MetadataRow? row = null;
        while (reader.MoveNext())
        {
            if (reader.CaptureNamed || incarnation is null)
            {
                incarnation = _sequences.Find(reader.CaptureThreadId, reader.SequenceNumber, out uint lostCount);
                EventsLost += lostCount;
            }

            _sequences.Advance(incarnation, reader.SequenceNumber, reader.At);
            row = reader.MetadataNamed || row is null ? Rows.Find(reader.MetadataId) : row;
            if (row is null || _sequences.IsOverfull)
            {
                return false;
            }

            _visitor.OnEvent(row, reader);
        }

        return !reader.Malformed;
    }

    private bool TryReadPoint(ReadOnlySpan<byte> block)
    {
        if (!SequencePoint.TryRead(block, out SequencePoint point))
        {
            return false;
        }

        if (point.Count > _sequences.MaxAllIncarnations)
        {
            return false;
        }

        _sequences.Accept(point, _losses, out _);
        foreach (ThreadMark mark in _sequences.TakeMarks().Where(mark => mark.Ended))
        {
            _sequences.Forget(mark.Incarnation);
        }

        EventsLost += _losses.Take().Where(loss => loss.Reason == LossReason.RuntimeDropped).Sum(loss => loss.Count);
        return true;
    }

    private bool TryReadV6(NetTraceFrameKind kind, ReadOnlySpan<byte> block)
    {
        bool isKnown = kind is NetTraceFrameKind.Stacks or NetTraceFrameKind.Events or NetTraceFrameKind.SequencePoint;
        if (_traceSeen && isKnown && (kind != NetTraceFrameKind.Stacks || StackBlockReader.IsSound(block)))
        {
            _visitor.OnFrame(kind, block);
        }

        _v6.Read(kind, block);
        EventsLost = _v6.EventsLost;
        return _fault is null;
    }

    void IV6Consumer.OnTrace(TraceObject trace)
    {
        _traceSeen = true;
        _visitor.OnTrace(trace);
    }

    void IV6Consumer.OnThread(V6Thread thread) => _visitor.OnThread(thread);

    void IV6Consumer.OnEvent(MetadataRow row, in EventBlockReader current) => _visitor.OnEvent(row, current);

    // What does not make the rest unreadable is for a verifier.
    bool IV6Consumer.OnFault(TraceFaultCode code, int offset)
    {
        bool isHarmless = code is TraceFaultCode.StackUnknown or TraceFaultCode.StackRepeated
            or TraceFaultCode.StacksNotFollowed or TraceFaultCode.SequenceBackwards or TraceFaultCode.EarlierThanSorted
            or TraceFaultCode.BlockTimesWrong or TraceFaultCode.TraceTimeInvalid or TraceFaultCode.BlockUnknown;
        return isHarmless || Fail(code);
    }

    private bool Fail(TraceFaultCode fault)
    {
        _fault = fault;
        return false;
    }
}
