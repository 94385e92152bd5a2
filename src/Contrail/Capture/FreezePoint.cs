using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// Waits until the stream has passed the moment of a request, as far as it can be waited for, and freezes.
/// </summary>
internal static class FreezePoint
{
    /// <summary>The runtime flushes each session every 100 ms; 150 were measured with all cores busy.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMilliseconds(250);

    /// <summary>The symbols session flushes at its own pace, so its flush is waited for too, by the clock.</summary>
    private static readonly TimeSpan WaitMin = TimeSpan.FromMilliseconds(120);

    /// <summary>Gives the frozen ring, null if nothing has come yet, and how far the stream had come.</summary>
    public static (FrozenRing? Ring, UpToRequest UpTo) Freeze(OpenSource source, CancellationToken cancellationToken)
    {
        TraceTicks requested = source.Now;
        long started = System.Diagnostics.Stopwatch.GetTimestamp();
        bool passed = source.WaitUntilPassed(requested, WaitMax, cancellationToken);
        TimeSpan left = WaitMin - System.Diagnostics.Stopwatch.GetElapsedTime(started);
        if (left > TimeSpan.Zero && !source.MainDrain.Ended.IsCompleted)
        {
            cancellationToken.WaitHandle.WaitOne(left);
            cancellationToken.ThrowIfCancellationRequested();
        }

        // A process that wrote nothing in all that time had nothing to write, unless it could not or we lag behind.
        bool silent = !source.IsSuspended && source.MainDrain.PendingBytes == 0;
        UpToRequest upTo = passed || silent ? UpToRequest.Flushed : UpToRequest.TimedOut;
        return (source.Recording.Freeze(source.Now), upTo);
    }
}
