using System.Diagnostics.Tracing;

namespace Contrail.Tests.Support;

/// <summary>Writes events of an event source with a manifest, of every type of field that it can have.</summary>
internal sealed class EveryTypeManifestSource : EventSource
{
    public const string SourceName = "Contrail-Tests-Manifest";

    public EveryTypeManifestSource()
        : base(SourceName)
    {
    }

    [Event(1)]
    public void Small(bool yes, char letter, sbyte small, byte octet, short negative, ushort large) =>
        WriteEvent(1, yes, letter, small, octet, negative, large);

    [Event(2)]
    public void Large(int number, uint unsigned, long negative, ulong large, float half, double real) =>
        WriteEvent(2, number, unsigned, negative, large, half, real);

    [Event(3)]
    public void Others(DateTime when, Guid id, nint address, EventLevel level, string text, byte[] bytes) =>
        WriteEvent(3, when, id, address, level, text, bytes);

    [Event(4)]
    public void Flags(bool yes, string text, bool no) => WriteEvent(4, yes, text, no);

    [Event(5)]
    public void Money(decimal money, bool yes) => WriteEvent(5, money, yes);

    [NonEvent]
    public void WriteAll()
    {
        Small(true, 'é', -3, 200, -300, 65000);
        Large(-70000, 4000000000, -5000000000, ulong.MaxValue, 1.5f, -2.25);
        Others(new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc), Guid.NewGuid(), 0x1234, EventLevel.Error,
            "Grüße 🙂", [1, 2, 255]);
        Flags(true, "t", false);
        Money(-12.34m, true);
    }
}
