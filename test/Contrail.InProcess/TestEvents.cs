using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>What the tests write into their own trace.</summary>
[EventSource(Name = Provider)]
internal sealed class TestEvents : EventSource
{
    public const string Provider = "Contrail-InProcess";
    public const int RequestedId = 1;
    public const int WrittenId = 2;
    public const int DroppedId = 3;

    public static readonly TestEvents Log = new();

    /// <summary>Written by the thread that requests a snapshot, immediately before the request.</summary>
    [Event(RequestedId)]
    public void Requested(long number) => WriteEvent(RequestedId, number);

    /// <summary>Written by another thread before the request.</summary>
    [Event(WrittenId)]
    public void Written(long number) => WriteEvent(WrittenId, number);

    /// <summary>One of very many.</summary>
    [Event(DroppedId)]
    public void Dropped(long number) => WriteEvent(DroppedId, number);
}
