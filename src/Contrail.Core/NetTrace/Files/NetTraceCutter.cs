using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Files;

/// <summary>
/// Cuts a range out of a nettrace file by replaying it as a recorder would have received it: blocks that overlap the
/// range are kept completely, with what they need from before it. Additions of a recorder to the file are created
/// again.
/// </summary>
internal sealed class NetTraceCutter : ITraceCutter, IFrameConsumer
{
    /// <summary>More than any loss; a manifest is only a claim, and its counts are added up.</summary>
    private const long MaxLossCount = 1L << 40;

    private readonly NetTraceSurvey _survey;
    private readonly CutRequest _request;
    private readonly TraceTicks _from;
    private readonly TraceTicks _to;
    private readonly FrameLoop _loop;
    private readonly EventBlockBuilder _retained = new(OwnEvents.RetainedCaptureThreadId);
    private readonly RangeStore _store;
    private readonly Dictionary<ulong, uint> _laneEnds = [];
    private bool _isTooLarge;

    public NetTraceCutter(NetTraceSurvey survey, CutRequest request)
    {
        _survey = survey;
        _loop = new FrameLoop(new NetTraceSplitter(), this, NetTraceSplitter.MaxFrameBytes + 64);
        _request = request;
        _from = survey.Trace!.FromUtc(request.FromUtc);
        _to = survey.Trace.LastFromUtc(request.ToUtc);
        _store = new RangeStore(new RecordingLimits(request.ToUtc - request.FromUtc, request.MaxBytes));
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _loop.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _loop.Advance(filledBytes) == SplitStatus.NeedMore;

    /// <inheritdoc/>
    public bool TryConclude(out Snapshot? snapshot, out TraceFault? fault)
    {
        snapshot = null;
        fault = _isTooLarge ? TraceFaultCode.RangeExceedsMemory : null;
        if (!_isTooLarge)
        {
            long heldBytes = _store.HeldBytes;
            FrozenRing ring = _store.Freeze(_from, _to, ManifestLosses(), Status());
            snapshot = new NetTraceAssembler(_survey.Symbols).Assemble(ring, Facts(ring, heldBytes));
        }

        return snapshot is not null;
    }

    /// <inheritdoc/>
    public void Dispose() => _store.Dispose();

    // The survey has found the fault already: the part ends there.
    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        fault = null;
        bool isTaken = TryTake(frame);
        _isTooLarge = isTaken && _store.HeldBytes > _request.MaxBytes;
        return isTaken && !_isTooLarge;
    }

    private bool TryTake(in Frame frame) => (NetTraceFrameKind)frame.Kind switch
    {
        NetTraceFrameKind.Events => TryTakeEvents(frame),
        NetTraceFrameKind.SequencePoint => TryTakePoint(frame),
        _ => _store.TryAccept(frame),
    };

    private bool TryTakeEvents(in Frame frame)
    {
        if (!EventBlockHeader.TryRead(frame.Payload, out EventBlockHeader header))
        {
            return false;
        }

        EventBlockReader reader = new(frame.Payload, header);
        return (reader.MoveNext() ? reader.CaptureThreadId : 0) switch
        {
            OwnEvents.CaptureThreadId => TryTakeAdded(frame.Payload, header),

            // They are of no part of the window.
            OwnEvents.EarlierFigureCaptureThreadId => true,
            _ => TryTakeOthers(frame, header),
        };
    }

    private bool TryTakeOthers(in Frame frame, in EventBlockHeader header)
    {
        if (header.First > _to)
        {
            return true;
        }

        EventBlockReader reader = new(frame.Payload, header);
        while (reader.MoveNext() && OwnEvents.IsLane(reader.CaptureThreadId))
        {
            _laneEnds[reader.CaptureThreadId] = reader.SequenceNumber;
        }

        return TryTakeTimed(frame, header.Last);
    }

    private bool TryTakeTimed(in Frame frame, TraceTicks last)
    {
        if (last >= _from)
        {
            _store.Begin();
        }

        return _store.TryAccept(frame);
    }

    // Names come from the survey; facts and manifest are written again. The other additions of a snapshot are needed
    // once.
    private bool TryTakeAdded(ReadOnlySpan<byte> block, in EventBlockHeader header)
    {
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            bool isRetained = _survey.Rows.RoleOf(reader.MetadataId) is EventRole.Keep or EventRole.Begin;
            if (isRetained && reader.Payload.Length <= EventBlockBuilder.PayloadBytesLimit)
            {
                _retained.Add(reader.MetadataId, reader.ThreadId, reader.At, reader.Payload);
            }
        }

        bool accepted = true;
        foreach (ReadOnlyMemory<byte> rebuilt in _retained.TakeBlocks())
        {
            Frame frame = new((int)NetTraceFrameKind.Events, rebuilt.Span, rebuilt.Length);
            accepted = accepted && TryTakeEvents(frame);
        }

        return accepted;
    }

    // Everything after a sequence point is later than it.
    private bool TryTakePoint(in Frame frame)
    {
        if (!SequencePoint.TryRead(frame.Payload, out SequencePoint point) || point.At > _to)
        {
            return false;
        }

        // The points of a snapshot do not list the threads of its lanes, which go on; those of a part do.
        List<(ulong ThreadId, uint SequenceNumber)> threads = WithoutAdded(point);
        threads.AddRange(_laneEnds.Where(end => threads.All(listed => listed.ThreadId != end.Key))
            .Select(end => (end.Key, end.Value)).ToArray());
        byte[] payload = SequencePoint.Build(point.At, threads);
        return TryTakeTimed(new Frame(frame.Kind, payload, frame.WholeBytes), point.At);
    }

    // The positions of the threads of a snapshot's own events: the part has such threads of its own.
    private static List<(ulong ThreadId, uint SequenceNumber)> WithoutAdded(in SequencePoint point)
    {
        List<(ulong ThreadId, uint SequenceNumber)> threads = [];
        for (int index = 0; index < point.Count; index++)
        {
            ulong threadId = point[index].ThreadId;
            if (threadId is not (OwnEvents.CaptureThreadId or OwnEvents.LateLossThreadId))
            {
                threads.Add(point[index]);
            }
        }

        return threads;
    }

    private bool ReachesEnd => _survey.RangeUtc is { } range && _request.ToUtc >= range.LastUtc;

    private SourceState Status() => !ReachesEnd ? SourceState.Open : CertifiedStatus ?? SourceState.Torn;

    // Null where the file contains no manifest with it.
    private SourceState? CertifiedStatus =>
        _survey.Manifest is { Source: not SourceState.Unknown } manifest ? manifest.Source : null;

    // What follows the part in the file shows that all before it had arrived; the end is as far as the source was.
    private RequestCoverage UpTo() => !ReachesEnd ? RequestCoverage.Flushed
        : _survey.Manifest?.RequestCoverage ?? RequestCoverage.Unknown;

    // Losses shown by the numbers of the part's events are counted again; the others only the manifest contains.
    private IEnumerable<Loss> ManifestLosses()
    {
        TraceObject trace = _survey.Trace!;
        foreach (ManifestLoss loss in _survey.Manifest?.Losses ?? [])
        {
            bool isInPart = loss.ToUtc >= _request.FromUtc && loss.FromUtc <= _request.ToUtc;
            if (isInPart
                && loss.Reason is not (
                    LossReason.RuntimeDropped or LossReason.NamesMissing or LossReason.SymbolsForgotten))
            {
                long count = Math.Clamp(loss.Count, 0, MaxLossCount);
                yield return new Loss(
                    trace.FromUtc(loss.FromUtc), trace.FromUtc(loss.ToUtc), loss.Reason, count, loss.Thread);
            }
        }
    }

    private static SourceEnd? EndOf(SnapshotManifest? manifest) =>
        manifest?.EndedHow is { } how ? new SourceEnd(SourceEnd.KindOf(manifest), how) : null;

    private SnapshotFacts Facts(FrozenRing ring, long heldBytes)
    {
        SnapshotManifest? manifest = _survey.Manifest;
        double seconds = (double)ring.End.Since(ring.Start) / _survey.Trace!.TicksPerSecond;
        return new SnapshotFacts
        {
            Reason = _request.Reason,
            RequestedUtc = _request.RequestedUtc,
            RequestCoverage = UpTo(),
            End = ReachesEnd ? EndOf(manifest) : null,
            // Rounded down: a part is never shorter than requested.
            Period = TimeSpan.FromTicks((long)Math.Clamp(seconds * TimeSpan.TicksPerSecond, 0, long.MaxValue / 2d)),
            MaxBytes = _request.MaxBytes,
            HeldBytes = heldBytes,
            IsSourceKnown = !ReachesEnd || CertifiedStatus is not null || !_survey.IsComplete,
            LossesMayBeMore = manifest?.LossesMayBeMore ?? true,
            Process = _survey.Process,
            Host = manifest?.Host ?? new HostFacts("", _survey.Trace.ProcessorCount),
            Sessions = manifest?.Sessions ?? [],
            Profiles = [.. (manifest?.Profiles ?? []).Select(profile => new ProfilePeriod(
                _survey.Trace.FromUtc(profile.FromUtc), profile.Profile, profile.Because))],
            Symbols = _survey.SymbolFacts,
        };
    }
}
