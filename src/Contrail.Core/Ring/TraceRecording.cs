using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.Ring;

/// <summary>
/// Accepts the bytes of a source's streams, one after the other and cut at any byte, and holds their recent past:
/// split, cut, store, evict.
/// </summary>
/// <remarks>
/// One thread at a time feeds it (<see cref="Room"/>, <see cref="Advance"/>, <see cref="BeginStream"/>,
/// <see cref="Complete"/>). Any thread may read <see cref="Counts"/> or call <see cref="Freeze"/>: a lock excludes them
/// from the feeder only while one batch of frames is processed or the list of generations is copied.
/// </remarks>
internal sealed class TraceRecording : IFrameConsumer, IDisposable
{
    private readonly Lock _lock = new();
    private readonly ICutFormat? _cutFormat;
    private readonly FrameLoop _loop;
    private readonly RingStore _store;
    private SourceState _status = SourceState.Open;
    private TraceFault? _fault;
    private bool _expecting;
    private bool _isRefused;
    private long _latestTicks = long.MinValue;
    private long _latestMarker;
    private bool _completed;

    /// <param name="format">The format of this one source.</param>
    /// <param name="limits">The limits of the recording.</param>
    /// <param name="maxFrameBytes">Maximum size of a frame.</param>
    /// <param name="otherBytes">Memory that is held elsewhere for the same source: symbols.</param>
    /// <param name="policy">Which generations are kept; null to keep those of the period and the memory limit.</param>
    /// <param name="pool">
    /// The recording's part of a memory limit that it shares; null if it has only its own. The recording disposes it.
    /// </param>
    public TraceRecording(
        ITraceFormat format, RecordingLimits limits, int maxFrameBytes,
        Func<long>? otherBytes = null, IRetentionPolicy? policy = null, SegmentPool? pool = null)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(limits);
        _cutFormat = format as ICutFormat;
        _loop = new FrameLoop(format, this, maxFrameBytes);
        _store = new RingStore(format, limits, policy ?? PeriodPolicy.Instance, otherBytes ?? (() => 0), pool);
        _store.Pool.Trim = Trim;
    }

    /// <summary>The latest moment seen in the trace; null before data arrived. Takes no lock.</summary>
    public TraceTicks? Latest
    {
        get
        {
            long ticks = Volatile.Read(ref _latestTicks);
            return ticks == long.MinValue ? null : new TraceTicks(ticks);
        }
    }

    /// <summary>
    /// The highest number of the markers that have arrived and are held; 0 before the first. Takes no lock.
    /// </summary>
    public long LatestMarker => Volatile.Read(ref _latestMarker);

    /// <summary>Whether the source has ended, in any way. Takes no lock.</summary>
    public bool HasEnded => Volatile.Read(ref _completed);

    /// <summary>The pool that owns the frames' memory.</summary>
    internal SegmentPool Pool => _store.Pool;

    /// <summary>The buffer for the next bytes of the stream.</summary>
    public Span<byte> Room() => _loop.Room();

    /// <summary>
    /// Processes the bytes that were put into <see cref="Room"/>, and returns the recording's status. Once it is not
    /// open any more, bytes are counted and skipped.
    /// </summary>
    public SourceState Advance(int filledBytes)
    {
        lock (_lock)
        {
            SplitStatus read = _loop.Advance(filledBytes);
            if (_status == SourceState.Open && read != SplitStatus.NeedMore)
            {
                StopLocked(read);
            }

            if (_status != SourceState.Open)
            {
                _loop.SkipPending();
            }

            Volatile.Write(ref _latestTicks, _store.Latest?.Value ?? long.MinValue);
            Volatile.Write(ref _latestMarker, _cutFormat?.LatestMarker ?? 0);
            return _status;
        }
    }

    /// <summary>Completes this stream: no more bytes of it will arrive, but another stream is sought.</summary>
    /// <param name="now">The moment, on the trace's clock.</param>
    /// <param name="ended">How it ended, as far as that is known.</param>
    public SourceState EndStream(TraceTicks now, StreamEnd ended)
    {
        lock (_lock)
        {
            _expecting = true;
            if (_status == SourceState.Open)
            {
                EndStreamLocked(now, ended);
            }

            return _status;
        }
    }

    /// <summary>
    /// Announces that another stream of the same source is about to open while this one is still open and will end
    /// soon: its end is not the end of the recording, and events in both streams are kept once. Any thread may call it.
    /// </summary>
    /// <param name="opensAfter">
    /// The moment, on the trace's clock, before the other stream opens; null if it will not open.
    /// </param>
    public void ExpectStream(TraceTicks? opensAfter)
    {
        lock (_lock)
        {
            ICutFormat format = _cutFormat
                ?? throw new NotSupportedException("Streams of this format do not follow each other.");
            _expecting = opensAfter is not null;
            format.ExpectStream(opensAfter);
        }
    }

    /// <summary>Begins a loss that lasts until the next stream begins, or to the end.</summary>
    public void BreakOff(LossReason reason, TraceTicks now)
    {
        lock (_lock)
        {
            _store.OpenHole(reason, now);
        }
    }

    /// <summary>
    /// Ends the stream; the following bytes are another stream from its beginning. An incomplete frame is dropped. Only
    /// the feeding thread may call it.
    /// </summary>
    /// <param name="now">The moment, on the trace's clock.</param>
    /// <exception cref="InvalidOperationException">The recording was completed.</exception>
    public void BeginStream(TraceTicks now)
    {
        lock (_lock)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The recording is complete: no stream can follow.");
            }

            _store.BeginStream(now);
            _loop.Restart();
            _isRefused = false;
            _status = SourceState.Open;
            _fault = null;
            _expecting = false;
        }
    }

    /// <summary>Completes the recording: no more bytes will arrive.</summary>
    /// <param name="now">The moment, on the trace's clock.</param>
    /// <param name="ended">How the last stream ended, as far as that is known.</param>
    public SourceState Complete(TraceTicks now, StreamEnd ended = StreamEnd.Broken)
    {
        lock (_lock)
        {
            if (_status == SourceState.Open)
            {
                EndStreamLocked(now, ended);
            }

            _expecting = false;
            _store.Complete(now);
            Volatile.Write(ref _completed, true);
            return _status;
        }
    }

    /// <summary>Counts a loss that the stream does not show.</summary>
    public void AddLoss(in Loss loss)
    {
        lock (_lock)
        {
            _store.AddLoss(loss);
        }
    }

    /// <summary>Begins a lane of records that are not in the stream, or again, for another process.</summary>
    /// <param name="kind">What the records are; one lane of a kind.</param>
    /// <param name="now">The moment, on the trace's clock.</param>
    public LaneFeed BeginLane(LaneKind kind, TraceTicks now)
    {
        lock (_lock)
        {
            return new LaneFeed(_lock, _store, _store.BeginLane(kind, now));
        }
    }

    /// <summary>
    /// Pins and returns everything held now, including the generation being filled; null before data arrived.
    /// </summary>
    /// <param name="now">The moment, on the trace's clock: where the window ends.</param>
    public FrozenRing? Freeze(TraceTicks now)
    {
        lock (_lock)
        {
            return _store.Freeze(now, StatusLocked());
        }
    }

    /// <summary>What is held and was seen, now.</summary>
    public RecordingCounts Counts()
    {
        lock (_lock)
        {
            return _store.Counts(StatusLocked(), _fault, _loop.Bytes);
        }
    }

    /// <summary>Returns the memory to the pool; snapshots in flight keep theirs.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _status = _status == SourceState.Open ? SourceState.Ended : _status;
            _loop.Stop();
            _store.Dispose();
        }
    }

    private void Trim()
    {
        lock (_lock)
        {
            _store.Trim();
        }
    }

    // A stream that another follows may have ended.
    private SourceState StatusLocked()
    {
        bool hasEnded = _status is SourceState.Ended or SourceState.Torn;
        return _expecting && hasEnded ? SourceState.Open : _status;
    }

    // The loop runs under the lock.
    bool IFrameConsumer.TryTake(in Frame frame, out TraceFault? fault)
    {
        bool isAccepted = _store.TryAccept(frame);
        _isRefused = !isAccepted;
        fault = isAccepted ? null : _store.Fault;
        return isAccepted;
    }

    private void StopLocked(SplitStatus read)
    {
        _fault = _loop.Fault;
        _status = read switch
        {
            SplitStatus.End => SourceState.Ended,
            SplitStatus.Unsupported => SourceState.Unsupported,
            _ => SourceState.Malformed,
        };
        if (_status != SourceState.Malformed)
        {
            return;
        }

        if (!_isRefused)
        {
            // Damage after the last generation of a version without end marks ends that generation, as a file's end.
            _store.CloseStream(StreamEnd.Unknown, [], out _);
        }

        TraceTicks at = _store.Latest ?? default;
        _store.AddLoss(new Loss(at, at, LossReason.Malformed, 1, null));
    }

    private void EndStreamLocked(TraceTicks now, StreamEnd ended)
    {
        bool isInGoodOrder = _store.CloseStream(ended, _loop.Pending, out long tornBytes);
        _status = isInGoodOrder ? SourceState.Ended : SourceState.Torn;
        if (tornBytes > 0)
        {
            _store.AddLoss(new Loss(_store.Latest ?? now, now, LossReason.Truncated, tornBytes, null));
        }

        _loop.Stop();
        _loop.SkipPending();
        Volatile.Write(ref _latestTicks, _store.Latest?.Value ?? long.MinValue);
    }
}
