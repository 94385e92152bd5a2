using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Recording;

namespace Contrail.EventPipe;

/// <summary>
/// The event that shows a recorder of its own process that the runtime has flushed everything before a request: the
/// events of one thread arrive in order. Safe from any thread; one for the process.
/// </summary>
/// <remarks>
/// The first use makes the runtime take its global lock, so it must not be on a thread that drains or holds a lock.
/// </remarks>
[EventSource(Name = NetTraceFormat.MarkerProvider)]
internal sealed class RequestMarker : EventSource
{
    private static long _number;

    private RequestMarker()
    {
    }

    public static RequestMarker Instance { get; } = new();

    /// <summary>
    /// Writes a marker and returns its number; null if no session would receive it, because the application was built
    /// without event sources or no session has enabled this one.
    /// </summary>
    public static long? TryWrite()
    {
        if (!Instance.IsEnabled(EventLevel.Informational, EventKeywords.None))
        {
            return null;
        }

        long number = Interlocked.Increment(ref _number);
        Instance.Requested(number);
        return number;
    }

    /// <summary>A snapshot was requested.</summary>
    [Event(NetTraceFormat.MarkerEventId, Level = EventLevel.Informational)]
    private void Requested(long number) => WriteEvent(NetTraceFormat.MarkerEventId, number);
}
