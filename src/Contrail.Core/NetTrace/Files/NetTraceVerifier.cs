using Contrail.Core.Bytes;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>Checks a nettrace 4 file as it is read. It holds one frame at a time.</summary>
internal sealed class NetTraceVerifier : ITraceVerifier
{
    private readonly NetTraceSplitter _splitter = new();
    private readonly FillBuffer _buffer = new(NetTraceReader.BufferBytes, NetTraceSplitter.MaxFrameBytes + 64);
    private readonly FindingLog _log = new();
    private readonly NetTraceChecker _checker;
    private SplitStatus _status = SplitStatus.NeedMore;
    private TraceFault? _refusal;
    private long _bytes;
    private long _frames;

    /// <summary>Begins at the first byte of a file.</summary>
    public NetTraceVerifier() => _checker = new NetTraceChecker(_log);

    /// <inheritdoc/>
    public Span<byte> Room() => _buffer.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        _bytes += filledBytes;
        _buffer.Advance(filledBytes);
        while (_status == SplitStatus.NeedMore && TryCheckFrame())
        {
            // Each turn checks one frame.
        }

        if (_status != SplitStatus.NeedMore)
        {
            _buffer.Take(_buffer.Filled.Length);
        }

        // After the end mark bytes are only counted; after damage their meaning is unknown.
        return _status is SplitStatus.NeedMore or SplitStatus.End;
    }

    /// <inheritdoc/>
    public TraceVerdict Conclude()
    {
        _log.BeginFrame();
        ConcludeEnd();
        return new TraceVerdict
        {
            Format = "nettrace 4",
            Refusal = _refusal,
            Bytes = _bytes,
            Frames = _frames,
            Events = _checker.EventCount,
            EventsLost = _checker.EventsLost,
            Findings = _log.Findings,
            DamageCount = _log.DamageCount,
            NoteCount = _log.NoteCount,
        };
    }

    private void ConcludeEnd()
    {
        long offset = _splitter.StreamOffset;
        if (_status == SplitStatus.End && _bytes > offset + 1)
        {
            long count = _bytes - offset - 1;
            _log.Add(TraceFaultCode.BytesAfterEnd.At(offset + 1, count: count));
        }

        if (_status != SplitStatus.NeedMore || _refusal is not null)
        {
            return;
        }

        int pendingBytes = _buffer.Filled.Length;
        if (offset == 0)
        {
            _refusal = pendingBytes == 0 ? TraceFaultCode.Empty : TraceFaultCode.EndsInsideFrame;
        }
        else
        {
            TraceFaultCode end =
                pendingBytes == 0 ? TraceFaultCode.EndMarkMissing : TraceFaultCode.EndsInsideFrame;
            _log.Add(end.At(offset));
        }
    }

    private bool TryCheckFrame()
    {
        SplitStatus split = _splitter.Split(_buffer.Filled, out Frame frame, out int bytesNeeded);
        if (split == SplitStatus.NeedMore && _buffer.TryReserve(bytesNeeded))
        {
            return false;
        }

        if (split != SplitStatus.Complete)
        {
            Stop(split);
            return false;
        }

        _log.BeginFrame();
        _checker.Check(frame, _splitter.StreamOffset);
        CheckEnvelope(frame);
        _frames++;
        _splitter.Take(frame);
        _buffer.Take(frame.WholeBytes);
        return true;
    }

    private void Stop(SplitStatus split)
    {
        _status = split;
        if (split == SplitStatus.End)
        {
            return;
        }

        if (_splitter.StreamOffset == 0)
        {
            _refusal = _splitter.Fault;
            return;
        }

        // The splitter requires no more than the buffer holds.
        TraceFaultCode kind = split == SplitStatus.Unsupported
            ? TraceFaultCode.VersionUnknown
            : TraceFaultCode.ObjectUnreadable;
        _log.BeginFrame();
        _log.Add(kind.At(_splitter.StreamOffset, _splitter.Fault));
        _status = SplitStatus.Malformed;
    }

    private void CheckEnvelope(in Frame frame)
    {
        if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.StreamHeader)
        {
            return;
        }

        ReadOnlySpan<byte> envelope = _buffer.Filled[..(frame.WholeBytes - 1 - frame.Payload.Length)];
        if (NetTraceObjects.RequiresNewerReaders(envelope))
        {
            _log.Add(TraceFaultCode.ReaderVersionNewer.At(_splitter.StreamOffset));
        }

        int padBytes = envelope.Length - NetTraceObjects.BytesBeforePadding((NetTraceFrameKind)frame.Kind);
        if (envelope[^padBytes..].ContainsAnyExcept((byte)0))
        {
            _log.Add(TraceFaultCode.PaddingNotZero.At(_splitter.StreamOffset + envelope.Length - padBytes));
        }
    }
}
