using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Cuts the generations that overlap a range out of a Go trace. They are contiguous, so they are copied as bytes.
/// </summary>
internal sealed class GoFileCutter : ITraceCutter
{
    private readonly CutRequest _request;
    private readonly GoFileIndex.Entry[] _chosen;
    private readonly TraceRecording _recording;
    private readonly byte[] _buffer = new byte[256 << 10];
    private readonly GoTraceClock _clock;
    private readonly bool _hasTimeOfDay;
    private readonly bool _reachesEnd;
    private long _offset;

    public GoFileCutter(GoFileIndex index, CutRequest request)
    {
        _request = request;
        _clock = index.Clock;
        _hasTimeOfDay = index.HasWallClock;
        _chosen = [.. index.Generations.Where(generation =>
        {
            GoTraceClock clock = index.Clock;
            return clock.ToUtc(generation.Last) >= request.FromUtc && clock.ToUtc(generation.First) <= request.ToUtc;
        })];
        _reachesEnd = _chosen.Length > 0 && _chosen[^1].End == index.Generations.Max(generation => generation.End);
        RecordingLimits limits = new(TimeSpan.FromDays(1_000), request.MaxBytes);
        _recording = new TraceRecording(new GoTraceFormat(), limits, GoTraceSplitter.MaxFrameBytes);
        _recording.Append(index.Walk.Version.Header());
    }

    private bool IsContiguous => _chosen.All(generation => generation.Run == _chosen[0].Run);

    /// <inheritdoc/>
    public Span<byte> Room() => _buffer;

    /// <inheritdoc/>
    public bool Advance(int filledBytes)
    {
        if (_chosen.Length == 0 || !IsContiguous)
        {
            return false;
        }

        long end = _chosen[^1].End;
        long from = Math.Clamp(_chosen[0].Start - _offset, 0, filledBytes);
        long to = Math.Clamp(end - _offset, from, filledBytes);
        _recording.Append(_buffer.AsSpan((int)from, (int)(to - from)));
        _offset += filledBytes;
        return _offset < end;
    }

    /// <inheritdoc/>
    public bool TryConclude(out Snapshot? snapshot, out TraceFault? fault)
    {
        snapshot = null;

        // The part is complete, so the last generation in it counts. How the source ended is not part of it.
        _recording.Complete(default, StreamEnd.Clean);
        FrozenRing? ring = _recording.Freeze(default);
        fault = _chosen.Length == 0 ? TraceFaultCode.RangeIncomplete
            : !IsContiguous ? TraceFaultCode.RangeHasGap
            : ring?.GenerationsOldestFirst.Count != _chosen.Length ? TraceFaultCode.RangeExceedsMemory
            : null;
        if (fault is not null)
        {
            ring?.Dispose();
            return false;
        }

        snapshot = new GoTraceAssembler().Assemble(ring!, Facts());
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _recording.Dispose();

    private SnapshotFacts Facts()
    {
        double seconds = Math.Max(0, _clock.Seconds(_chosen[0].First, _chosen[^1].Last));
        return new SnapshotFacts
        {
            Reason = _request.Reason,
            RequestedUtc = _request.RequestedUtc,
            // A generation that follows shows that all before it had arrived; the last one shows nothing.
            RequestCoverage = _reachesEnd ? RequestCoverage.Unknown : RequestCoverage.Flushed,

            // Rounded down: a part is never shorter than requested.
            Period = TimeSpan.FromSeconds(Math.Floor(seconds * 1_000) / 1_000),
            // Without the manifest of the file, only what its generations contain is known.
            IsSourceKnown = false,
            LossesMayBeMore = true,
            HasTimeOfDay = _hasTimeOfDay,
            MaxBytes = _request.MaxBytes,
            HeldBytes = _recording.Counts().HeldBytes,
            Anchor = (_clock.At, _clock.Utc),
        };
    }
}
