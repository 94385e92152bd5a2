using System.Diagnostics.CodeAnalysis;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Sources;

/// <summary>Feeds a recording, and wakes who waits for something in its stream.</summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "An event holds nothing to release before its wait handle is requested.")]
internal sealed class RecordingConsumer : IChunkConsumer
{
    private readonly TraceRecording _recording;
    private readonly bool _isRelayed;
    private readonly Func<TraceTicks> _now;
    private readonly Func<StreamEnd> _howEnded;
    private readonly ManualResetEventSlim _moved = new();
    private long _movedAt;
    private long _endedAt;
    private long _latest = long.MinValue;
    private long _lagTicks;

    /// <param name="recording">The recording to feed.</param>
    /// <param name="time">The clock of the recorder.</param>
    /// <param name="isRelayed">Whether other streams may follow the first: then <see cref="Finish"/> ends all.</param>
    /// <param name="now">Returns the time on the trace's clock. Default: the clock of this process.</param>
    /// <param name="howEnded">Returns how the stream ended, once it has. Default: not known to be complete.</param>
    public RecordingConsumer(
        TraceRecording recording,
        TimeProvider time,
        bool isRelayed = false,
        Func<TraceTicks>? now = null,
        Func<StreamEnd>? howEnded = null)
    {
        _recording = recording;
        Time = time;
        _movedAt = time.GetTimestamp();
        _isRelayed = isRelayed;
        _now = now ?? (() => new TraceTicks(time.GetTimestamp()));
        _howEnded = howEnded ?? (() => StreamEnd.Broken);
    }

    /// <summary>The clock of the recorder.</summary>
    public TimeProvider Time { get; }

    /// <summary>Called when a stream has ended and another may follow; must not block.</summary>
    public Action? StreamEnded { get; set; }

    /// <summary>How long nothing has arrived.</summary>
    public TimeSpan QuietFor => Time.GetElapsedTime(Volatile.Read(ref _movedAt));

    /// <summary>
    /// The age of the latest event when it arrived, in ticks of the trace; 0 before the first event. Only for a source
    /// whose trace clock is known.
    /// </summary>
    public long ArrivalLagTicks => Interlocked.Read(ref _lagTicks);

    public Span<byte> Room() => _recording.Room();

    public bool Advance(int filledBytes)
    {
        SourceState status = _recording.Advance(filledBytes);
        if (_recording.Latest is { } latest && latest.Value != _latest)
        {
            _latest = latest.Value;
            Interlocked.Exchange(ref _lagTicks, Math.Max(0, _now().Since(latest)));
        }

        Volatile.Write(ref _movedAt, Time.GetTimestamp());
        _moved.Set();

        // A stream is read to its end even after its end mark, because the runtime waits for its reader.
        return status is SourceState.Open or SourceState.Ended;
    }

    public void Complete(bool cut)
    {
        TraceTicks now = _now();
        Volatile.Write(ref _endedAt, now.Value);
        if (cut)
        {
            _recording.BreakOff(LossReason.RecorderPaused, now);
        }

        if (_isRelayed)
        {
            StreamEnded?.Invoke();
        }
        else
        {
            Finish();
        }
    }

    /// <summary>No other stream follows the one that has ended.</summary>
    public void Finish()
    {
        _recording.Complete(new TraceTicks(Volatile.Read(ref _endedAt)), _howEnded());
        _moved.Set();
    }

    /// <summary>
    /// Waits until the stream has reached a position or has ended; false if that did not happen in time. One caller at
    /// a time.
    /// </summary>
    public bool WaitUntil(Func<bool> hasCome, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long started = Time.GetTimestamp();
        while (true)
        {
            // Before the check, or a signal in between would be lost.
            _moved.Reset();
            if (_recording.HasEnded || hasCome())
            {
                return true;
            }

            TimeSpan left = timeout - Time.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            Time.Wait(_moved, left, cancellationToken);
        }
    }
}
