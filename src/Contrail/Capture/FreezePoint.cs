using System.Diagnostics;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// Waits until the stream has passed the moment of a request, as far as it can be waited for, and freezes.
/// </summary>
/// <remarks>
/// docs/decisions/0006-a-request-is-marked-in-the-trace-of-our-own-process.md tells what is guaranteed.
/// </remarks>
internal static class FreezePoint
{
    /// <summary>The runtime flushes each session every 100 ms; 150 were measured with all cores busy.</summary>
    private static readonly TimeSpan FlushMax = TimeSpan.FromMilliseconds(250);

    /// <summary>One flush period and a little: then the flush that has begun is over, for every thread.</summary>
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(120);

    /// <summary>A marker comes with the next flush: 2 s were seen with fifteen threads waiting for each core.</summary>
    private static readonly TimeSpan MarkerMax = TimeSpan.FromSeconds(5);

    /// <summary>Where buffers are full the runtime drops a marker like any event, so another one is written.</summary>
    private static readonly TimeSpan MarkAgainAfter = TimeSpan.FromMilliseconds(150);

    /// <summary>Between flushes the runtime sleeps 100 ms; in the middle of one it pauses only if it must.</summary>
    private static readonly TimeSpan QuietMin = TimeSpan.FromMilliseconds(50);

    /// <summary>Gives the frozen ring, null if nothing has come yet, and how far the stream had come.</summary>
    public static (FrozenRing? Ring, UpToRequest UpTo) Freeze(OpenSource source, CancellationToken cancellationToken)
    {
        if (source.AwaitRequest(cancellationToken) is { } awaited)
        {
            return (source.Recording.Freeze(source.Now), awaited);
        }

        long started = Stopwatch.GetTimestamp();
        UpToRequest upTo = source.TryWriteMarker() is { } marker
            ? WaitForMarker(source, marker, started, cancellationToken)
            : WaitForFlush(source, cancellationToken);
        while (!source.MainDrain.Ended.IsCompleted && WaitMin - Stopwatch.GetElapsedTime(started) is var left
            && left > TimeSpan.Zero)
        {
            Pause(left, cancellationToken);
        }

        return (source.Recording.Freeze(source.Now), upTo);
    }

    private static UpToRequest WaitForFlush(OpenSource source, CancellationToken cancellationToken)
    {
        // A stopped process writes nothing; what it had sent before is read meanwhile.
        bool wasSuspended = source.IsSuspended;
        bool passed = source.WaitUntilPassed(source.Now, wasSuspended ? WaitMin : FlushMax, cancellationToken);

        // A process that wrote nothing in all that time had nothing to write, unless it could not or we lag behind.
        bool silent = !wasSuspended && !source.IsSuspended && source.MainDrain.PendingBytes == 0;
        return passed || silent ? UpToRequest.Flushed : UpToRequest.TimedOut;
    }

    // The events of one thread come in their order, those of other threads anywhere within the same flush. So the
    // flush that brought the marker has to be over.
    private static UpToRequest WaitForMarker(
        OpenSource source, long marker, long started, CancellationToken cancellationToken)
    {
        while (!source.WaitForMarker(marker, MarkAgainAfter, cancellationToken))
        {
            if (Stopwatch.GetElapsedTime(started) > MarkerMax)
            {
                return UpToRequest.TimedOut;
            }

            source.TryWriteMarker();
        }

        while (!source.MainDrain.Ended.IsCompleted && QuietMin - source.QuietFor is var left && left > TimeSpan.Zero)
        {
            if (Stopwatch.GetElapsedTime(started) > MarkerMax)
            {
                return UpToRequest.TimedOut;
            }

            Pause(left, cancellationToken);
        }

        return source.Recording.LatestMarker >= marker ? UpToRequest.Marker : UpToRequest.Flushed;
    }

    private static void Pause(TimeSpan time, CancellationToken cancellationToken)
    {
        using ManualResetEventSlim never = new();
        never.Wait(time, cancellationToken);
    }
}
