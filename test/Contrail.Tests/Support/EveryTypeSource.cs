using System.Diagnostics.Tracing;

namespace Contrail.Tests.Support;

/// <summary>Writes events that describe themselves, of every type of field that the runtime can describe.</summary>
internal sealed class EveryTypeSource : EventSource
{
    public const string SourceName = "Contrail-Tests-SelfDescribed";

    public EveryTypeSource()
        : base(SourceName, EventSourceSettings.EtwSelfDescribingEventFormat)
    {
    }

    [Event(1)]
    public void Nothing() => WriteEvent(1);

    [Event(2, Level = EventLevel.Warning, Keywords = (EventKeywords)4)]
    public void Text(string first, int number, string second) => WriteEvent(2, first, number, second);

    [Event(3)]
    public void Pairs(string name, IEnumerable<KeyValuePair<string, string>> arguments) =>
        WriteEvent(3, name, arguments);

    [Event(4)]
    public void Arrays(int[] numbers, byte[] bytes) => WriteEvent(4, numbers, bytes);

    [Event(5, Opcode = EventOpcode.Start)]
    public void WorkStart(Guid id) => WriteEvent(5, id);

    [Event(6, Opcode = EventOpcode.Stop)]
    public void WorkStop(Guid id) => WriteEvent(6, id);

    [Event(7)]
    public void Flags(bool yes, string text, bool no, decimal money) => WriteEvent(7, yes, text, no, money);

    [NonEvent]
    public void WriteAll()
    {
        Nothing();
        Text("a", 5, "");
        Pairs("p", [new("k", "v"), new("l", "")]);
        Arrays([1, 2], [3, 4, 255]);
        WorkStart(Guid.NewGuid());
        Flags(true, "t", false, 12.5m);
        WorkStop(Guid.NewGuid());
        Write("Simple", new
        {
            Letter = 'é',
            Small = (sbyte)-3,
            Octet = (byte)200,
            Short = (short)-300,
            UShort = (ushort)65000,
            Int = -70000,
            UInt = 4000000000u,
            Long = -5000000000L,
            ULong = ulong.MaxValue,
            Half = 1.5f,
            Real = -2.25,
            When = new DateTime(2026, 1, 2, 3, 4, 5, 678, DateTimeKind.Utc),
            Id = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
            Words = "Grüße 🙂",
            Address = (nint)0x1234,
        });
        Write("Booleans", new { Yes = true, Money = 12.5m, No = false });
        Write("Nested", new { Outer = new { Name = "a", Inner = new { X = 1, Y = "b" } }, After = 7 });
        Write("Array", new { Numbers = new[] { 1L, -2L } });
    }
}
