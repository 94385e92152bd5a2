using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Sources;

/// <summary>Feeds a recording, and wakes who waits for something in its stream.</summary>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "An event holds nothing to free before its wait handle is asked for.")]
internal sealed class RecordingConsumer : IChunkConsumer
{
    private readonly TraceRecording _recording;
    private readonly Func<TraceTicks> _now;
    private readonly Func<StreamEnd> _ended;
    private readonly ManualResetEventSlim _moved = new();
    private long _movedAt = Stopwatch.GetTimestamp();

    /// <param name="recording">What is fed.</param>
    /// <param name="now">What the trace's clock shows; by default that is ours.</param>
    /// <param name="ended">How the stream ended, once it has; by default nobody knows of a good end.</param>
    public RecordingConsumer(
        TraceRecording recording, Func<TraceTicks>? now = null, Func<StreamEnd>? ended = null)
    {
        _recording = recording;
        _now = now ?? (() => new TraceTicks(Stopwatch.GetTimestamp()));
        _ended = ended ?? (() => StreamEnd.Broken);
    }

    /// <summary>For how long nothing has come.</summary>
    public TimeSpan QuietFor => Stopwatch.GetElapsedTime(Volatile.Read(ref _movedAt));

    public Span<byte> Room() => _recording.Room();

    public bool Advance(int filledBytes)
    {
        RecordingStatus status = _recording.Advance(filledBytes);
        Volatile.Write(ref _movedAt, Stopwatch.GetTimestamp());
        _moved.Set();

        // Behind its end mark a stream is still read to its end: the runtime waits for its reader.
        return status is RecordingStatus.Open or RecordingStatus.Ended;
    }

    public void Complete(bool cut)
    {
        TraceTicks now = _now();
        if (cut)
        {
            TraceTicks latest = _recording.Latest ?? now;
            _recording.AddLoss(new Loss(latest, now, LossReason.RecorderPaused, 1, null));
        }

        _recording.Complete(now, cut ? StreamEnd.Broken : _ended());
        _moved.Set();
    }

    /// <summary>
    /// Waits until the stream has come so far, or has ended; false if that did not happen in time. One caller at a
    /// time.
    /// </summary>
    public bool WaitUntil(Func<bool> hasCome, TimeSpan timeout, CancellationToken cancellationToken)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            // Before looking, or what comes in between would wake nobody.
            _moved.Reset();
            if (_recording.HasEnded || hasCome())
            {
                return true;
            }

            TimeSpan left = timeout - Stopwatch.GetElapsedTime(started);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            _moved.Wait(left, cancellationToken);
        }
    }
}
