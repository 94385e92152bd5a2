using Contrail.Core.Formats;
using Contrail.Sources;

namespace Contrail.Snapshots;

/// <summary>
/// Waits until the stream has passed the moment of a request, within a time limit, and freezes the ring.
/// </summary>
/// <remarks>
/// docs/decisions/0006-a-marker-event-shows-that-a-request-was-flushed.md describes the guarantees.
/// </remarks>
internal static class FreezePoint
{
    /// <summary>The runtime flushes each session every 100 ms; 150 were measured with all cores busy.</summary>
    private static readonly TimeSpan MaxFlush = TimeSpan.FromMilliseconds(250);

    /// <summary>Slightly more than a flush period: the flush in progress is then complete for every thread.</summary>
    private static readonly TimeSpan MinWait = TimeSpan.FromMilliseconds(120);

    /// <summary>
    /// A marker arrives with the next flush: after up to 2 s with fifteen threads waiting for each core.
    /// </summary>
    private static readonly TimeSpan MaxMarker = TimeSpan.FromSeconds(5);

    /// <summary>Where buffers are full the runtime drops a marker like any event, so another one is written.</summary>
    private static readonly TimeSpan MarkAgainAfter = TimeSpan.FromMilliseconds(150);

    /// <summary>Between flushes the runtime sleeps 100 ms; in the middle of one it pauses only if it must.</summary>
    private static readonly TimeSpan MinQuiet = TimeSpan.FromMilliseconds(50);

    /// <summary>Maximum wait for a stream that lags: a snapshot has to be complete within three seconds.</summary>
    private static readonly TimeSpan MaxLag = TimeSpan.FromSeconds(2);

    /// <summary>
    /// The streaming thread of a stream that lags by more than this can be asleep because it waits for a lock: its
    /// sleep then does not show that it has written everything.
    /// </summary>
    private static readonly TimeSpan MaxSilentLag = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(25);

    /// <summary>Freezes the ring and returns it with the position of the stream.</summary>
    public static FreezeResult Freeze(OpenRecordingSource source, CancellationToken cancellationToken)
    {
        TraceTicks moment = source.Now;
        source.CompleteLanes(moment);
        long started = source.Time.GetTimestamp();
        RequestCoverage upTo = source.AwaitRequest(cancellationToken) ?? Await(source, moment, cancellationToken);
        TimeSpan waited = source.Time.GetElapsedTime(started);

        // What is not known to have arrived is not in the window: silence is only known up to the request.
        bool isBehind = upTo is RequestCoverage.TimedOut or RequestCoverage.Unknown;
        TraceTicks end = source.Recording.Latest is { } latest && (isBehind || latest > moment) ? latest : moment;
        return new FreezeResult(source.Recording.Freeze(end), upTo, moment) { Waited = waited };
    }

    private static RequestCoverage Await(
        OpenRecordingSource source, TraceTicks moment, CancellationToken cancellationToken)
    {
        long started = source.Time.GetTimestamp();
        RequestCoverage upTo = source.TryWriteMarker() is { } marker
            ? WaitForMarker(source, marker, started, cancellationToken)
            : WaitForFlush(source, moment, started, cancellationToken);
        while (!source.MainDrain.Ended.IsCompleted && MinWait - source.Time.GetElapsedTime(started) is var left
            && left > TimeSpan.Zero)
        {
            source.Time.Pause(left, cancellationToken);
        }

        return upTo;
    }

    private static RequestCoverage WaitForFlush(
        OpenRecordingSource source, TraceTicks moment, long started, CancellationToken cancellationToken)
    {
        // A stopped process writes nothing; what it had sent before is read meanwhile.
        bool wasSuspended = source.IsSuspended;
        Func<bool>? hasFlushed = wasSuspended ? null : source.WatchFlush();
        while (!source.WaitUntilPassed(moment, LookEvery, cancellationToken))
        {
            TimeSpan waited = source.Time.GetElapsedTime(started);
            if (wasSuspended && waited >= MinWait)
            {
                return RequestCoverage.TimedOut;
            }

            // Silence alone shows nothing: the process can be frozen or starved, and its stream can lag.
            bool isSilent = waited >= MaxFlush && source.QuietFor >= MaxFlush;
            bool? isFlushed = hasFlushed?.Invoke();
            bool isFlushSeen = isSilent && isFlushed is true;
            bool isProof = source.ArrivalLag <= MaxSilentLag;
            if (isSilent && isFlushed is null)
            {
                return RequestCoverage.Unknown;
            }

            if (isFlushSeen && isProof)
            {
                return RequestCoverage.Flushed;
            }

            if (waited >= MaxLag)
            {
                return isFlushSeen ? RequestCoverage.Unknown : RequestCoverage.TimedOut;
            }
        }

        return source.Recording.Latest >= moment ? RequestCoverage.Flushed : OfEnded(source);
    }

    private static RequestCoverage OfEnded(OpenRecordingSource source) =>
        source.Recording.Counts().Status == SourceState.Ended ? RequestCoverage.Flushed : RequestCoverage.Torn;

    // The events of one thread arrive in order, those of other threads anywhere within the same flush. So the flush
    // that contained the marker must be complete.
    private static RequestCoverage WaitForMarker(
        OpenRecordingSource source, long marker, long started, CancellationToken cancellationToken)
    {
        while (!source.WaitForMarker(marker, MarkAgainAfter, cancellationToken))
        {
            if (source.Time.GetElapsedTime(started) > MaxMarker)
            {
                return RequestCoverage.TimedOut;
            }

            source.TryWriteMarker();
        }

        while (!source.MainDrain.Ended.IsCompleted && MinQuiet - source.QuietFor is var left && left > TimeSpan.Zero)
        {
            if (source.Time.GetElapsedTime(started) > MaxMarker)
            {
                return RequestCoverage.TimedOut;
            }

            source.Time.Pause(left, cancellationToken);
        }

        return source.Recording.LatestMarker >= marker ? RequestCoverage.Marker : OfEnded(source);
    }
}
