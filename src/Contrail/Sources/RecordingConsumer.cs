using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Sources;

/// <summary>Feeds a recording, and tells those who wait when the stream has passed a moment.</summary>
internal sealed class RecordingConsumer : IChunkConsumer
{
    private readonly TraceRecording _recording;
    private readonly Action? _onChunk;
    private long _awaitedTicks = long.MaxValue;
    private volatile TaskCompletionSource? _waiter;

    /// <param name="recording">What is fed.</param>
    /// <param name="onChunk">Called after each chunk, on the pump's thread: it must be done in no time.</param>
    public RecordingConsumer(TraceRecording recording, Action? onChunk = null)
    {
        _recording = recording;
        _onChunk = onChunk;
    }

    public Span<byte> Room() => _recording.Room();

    public bool Advance(int filledBytes)
    {
        RecordingStatus status = _recording.Advance(filledBytes);
        if (Volatile.Read(ref _awaitedTicks) <= (_recording.Latest?.Value ?? long.MinValue))
        {
            _waiter?.TrySetResult();
        }

        _onChunk?.Invoke();

        // Behind its end mark a stream is still read to its end: the runtime waits for its reader.
        return status is RecordingStatus.Open or RecordingStatus.Ended;
    }

    public void Complete(bool cut)
    {
        TraceTicks now = new(Stopwatch.GetTimestamp());
        if (cut)
        {
            TraceTicks latest = _recording.Latest ?? now;
            _recording.AddLoss(new Loss(latest, now, LossReason.RecorderPaused, 1, null));
        }

        _recording.Complete(now);
        _waiter?.TrySetResult();
    }

    /// <summary>
    /// Waits until the stream has passed a moment, or has ended; false if that did not happen in time. One caller at
    /// a time.
    /// </summary>
    public bool WaitUntilPassed(TraceTicks moment, TimeSpan timeout, CancellationToken cancellationToken)
    {
        TaskCompletionSource waiter = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _waiter = waiter;
        Volatile.Write(ref _awaitedTicks, moment.Value);
        try
        {
            bool passed = _recording.HasEnded || (_recording.Latest is { } latest && latest >= moment);
            return passed || waiter.Task.Wait((int)timeout.TotalMilliseconds, cancellationToken);
        }
        finally
        {
            Volatile.Write(ref _awaitedTicks, long.MaxValue);
            _waiter = null;
        }
    }
}
