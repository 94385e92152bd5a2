using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Files;

/// <summary>Checks a nettrace file of version 4 or 6 as it is read. It holds one frame at a time.</summary>
internal sealed class NetTraceVerifier : ITraceVerifier, IFrameConsumer
{
    private readonly FrameLoop _loop;
    private readonly FindingLog _log = new();
    private readonly FileSplitter _splitter = new();
    private readonly NetTraceChecker _checker;
    private readonly V6Checker _v6;
    private TraceFault? _refusal;
    private long _frames;

    /// <summary>Begins at the first byte of a file.</summary>
    public NetTraceVerifier()
    {
        _checker = new NetTraceChecker(_log);
        _v6 = new V6Checker(_log);
        _loop = new FrameLoop(_splitter, this, NetTraceSplitter.MaxFrameBytes + 64);
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _loop.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        bool wasReading = _loop.Status == SplitStatus.NeedMore;
        SplitStatus status = _loop.Advance(filledBytes);
        if (wasReading && _loop.Fault is { } fault)
        {
            Stop(status, fault);
        }

        if (status != SplitStatus.NeedMore)
        {
            _loop.SkipPending();
        }

        // After the end mark bytes are only counted; after damage their meaning is unknown.
        return status is SplitStatus.NeedMore or SplitStatus.End;
    }

    /// <inheritdoc/>
    public TraceVerdict Conclude()
    {
        _log.BeginFrame();
        ConcludeEnd();
        return new TraceVerdict
        {
            Format = _splitter.IsV6 ? "nettrace 6" : "nettrace 4",
            Refusal = _refusal,
            Bytes = _loop.Bytes,
            Frames = _frames,
            Events = _checker.EventCount + _v6.EventCount,
            EventsLost = _checker.EventsLost + _v6.EventsLost,
            Findings = _log.Findings,
            DamageCount = _log.DamageCount,
            NoteCount = _log.NoteCount,
        };
    }

    private void ConcludeEnd()
    {
        long offset = _loop.Offset;
        int markBytes = _splitter.IsV6 ? V6Splitter.BlockHeaderBytes : 1;
        if (_loop.Status == SplitStatus.End && _loop.Bytes > offset + markBytes)
        {
            long count = _loop.Bytes - offset - markBytes;
            _log.Add(TraceFaultCode.BytesAfterEnd.At(offset + markBytes, count: count));
        }

        if (_loop.Status != SplitStatus.NeedMore)
        {
            return;
        }

        int pendingBytes = _loop.Pending.Length;
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

    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        _log.BeginFrame();
        if (_splitter.IsV6)
        {
            _v6.Check(frame, _loop.Offset);
        }
        else
        {
            _checker.Check(frame, _loop.Offset);
            CheckEnvelope(frame);
        }

        _frames++;
        fault = null;
        return true;
    }

    private void Stop(SplitStatus status, TraceFault fault)
    {
        if (_loop.Offset == 0)
        {
            _refusal = fault;
            return;
        }

        TraceFaultCode code = status == SplitStatus.Unsupported
            ? TraceFaultCode.VersionUnknown
            : TraceFaultCode.ObjectUnreadable;
        _log.BeginFrame();
        _log.Add(code.At(_loop.Offset, fault));
    }

    private void CheckEnvelope(in Frame frame)
    {
        if ((NetTraceFrameKind)frame.Kind == NetTraceFrameKind.StreamHeader)
        {
            return;
        }

        ReadOnlySpan<byte> envelope = _loop.Pending[..(frame.WholeBytes - 1 - frame.Payload.Length)];
        if (NetTraceObjects.RequiresNewerReaders(envelope))
        {
            _log.Add(TraceFaultCode.ReaderVersionNewer.At(_loop.Offset));
        }

        int padBytes = envelope.Length - NetTraceObjects.BytesBeforePadding((NetTraceFrameKind)frame.Kind);
        if (envelope[^padBytes..].ContainsAnyExcept((byte)0))
        {
            _log.Add(TraceFaultCode.PaddingNotZero.At(_loop.Offset + envelope.Length - padBytes));
        }
    }
}
