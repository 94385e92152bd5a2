using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Recording;

namespace Contrail.EventPipe;

/// <summary>
/// The event by which a recorder of its own process knows that the runtime has flushed what came before a request: the
/// events of one thread come in their order. Safe from any thread; one for the whole process.
/// </summary>
/// <remarks>
/// Whoever is the first to use it makes the runtime take its global lock: never a thread that drains, and nobody while
/// he holds a lock.
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
    /// Writes one, and gives its number; null where nobody would see it, because the application was built without
    /// event sources or no session has asked for this one.
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
