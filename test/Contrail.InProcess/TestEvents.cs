using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>What the tests write into their own trace.</summary>
[EventSource(Name = Provider)]
internal sealed class TestEvents : EventSource
{
    public const string Provider = "Contrail-InProcess";
    public const int AskedId = 1;
    public const int ToldId = 2;
    public const int DroppedId = 3;

    public static readonly TestEvents Log = new();

    /// <summary>Written by the thread that asks for a snapshot, just before.</summary>
    [Event(AskedId)]
    public void Asked(long number) => WriteEvent(AskedId, number);

    /// <summary>Written by another thread, which then lets the first one ask.</summary>
    [Event(ToldId)]
    public void Told(long number) => WriteEvent(ToldId, number);

    /// <summary>One of very many.</summary>
    [Event(DroppedId)]
    public void Dropped(long number) => WriteEvent(DroppedId, number);
}
