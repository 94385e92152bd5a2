using System.Reflection;
using System.Text;
using Contrail.Core.NetTrace.Events;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Events;

public sealed class RuntimeEventTableTests
{
    private static readonly PayloadLayout[] Layouts =
        [.. RuntimeEventRows.All.SelectMany(row => row.Versions.ToArray())];

    [Fact]
    public void Every_event_is_listed_once_and_its_fields_have_different_names()
    {
        Assert.Distinct(RuntimeEventRows.All.Select(row => row.Id));
        Assert.Distinct(RuntimeEventRows.All.Select(row => row.Name));
        Assert.All(Layouts, layout => Assert.Distinct(layout.Fields.ToArray().Select(field => field.Name)));
    }

    [Fact]
    public void Every_constant_has_the_name_of_its_event()
    {
        FieldInfo[] constants = typeof(RuntimeEventId).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.NotEmpty(constants);
        Assert.All(constants, constant => Assert.Equal(
            constant.Name, RuntimeEventTable.FindLive((int)constant.GetRawConstantValue()!)?.Name));
    }

    [Theory]
    [InlineData(RuntimeEventId.MethodLoadVerbose, RundownEventId.MethodEndVerbose)]
    [InlineData(RuntimeEventId.ModuleLoad, RundownEventId.ModuleEnd)]
    [InlineData(RuntimeEventId.DomainModuleLoad, RundownEventId.DomainModuleEnd)]
    public void A_rundown_event_has_the_payload_of_the_live_event_that_it_repeats(int live, int atEnd)
    {
        Assert.Equal(atEnd, RuntimeEventTable.FindLive(live)?.Rundown?.AtEnd);
        RuntimeEvent? rundown = RuntimeEventTable.FindRundown(atEnd);
        Assert.Same(RuntimeEventTable.FindLive(live), rundown?.Live);
        Assert.Same(rundown!.Live!.Layout(2), rundown.Layout(2));
    }

    [Theory]
    [InlineData(RuntimeProvider.Name)]
    [InlineData(RuntimeProvider.RundownName)]
    [InlineData(RuntimeProvider.SampleProfilerName)]
    [InlineData(RuntimeProvider.EventPipeName)]
    public void An_id_of_a_file_that_is_out_of_range_is_an_unknown_event(string provider)
    {
        Assert.All((int[])[-1, int.MinValue, int.MaxValue], id => Assert.Null(RuntimeEventTable.Find(provider, id)));
        FileEvent hostile = new(provider, -1, 1, []);
        Assert.True(Intake.Verify(new NetTraceFile().Add(hostile, at: 10).Whole()).Events > 0);
    }

    [Fact]
    public void A_field_that_no_event_has_is_refused()
    {
        Assert.Throws<ArgumentException>(() => RuntimeEventTable.Field("Cuont", RuntimeEventId.GCStart));
        Assert.Throws<ArgumentException>(() => RuntimeEventTable.Field("Count", 60_000));
        Assert.Throws<ArgumentException>(() => RuntimeEventTable.Field("Count", RuntimeEventId.MethodLoad));
    }

    [Fact]
    public void A_field_that_a_version_does_not_have_is_zero()
    {
        EventField promoted = RuntimeEventTable.Field("Promoted4Bytes", RuntimeEventId.GCHeapStats);
        PayloadLayout layout = RuntimeEventTable.FindLive(RuntimeEventId.GCHeapStats)!.Layout(0)!;
        byte[] ones = Enumerable.Repeat((byte)1, 200).ToArray();
        Assert.True(EventPayload.TryRead(layout, ones, sizeof(ulong), out EventPayload payload));
        Assert.Equal(0ul, payload.Number(promoted));
    }

    // Payloads of a .NET 10.0.12 process on 64-bit Linux, and what TraceEvent makes of them.
    [Theory]
    [InlineData(1, 2, "0100000002000000010000000000000000000000000000000000", "Depth", 2)]
    [InlineData(2, 1, "01000000020000000000", "Depth", 2)]
    [InlineData(8, 1, "0000", "ClrInstanceId", 0)]
    [InlineData(9, 1, "00000000FFFFFFFF0000", "Count", 0xFFFFFFFF)]
    [InlineData(4, 2, "300200000000000070DF04000000000028EF0400000000000000000000000000000000000000000000000000000000"
        + "001894040000000000F893040000000000349C000000000000200000000000000001000000010000006A0000000000F81F0000000000"
        + "000000000000000000", "Size4Bytes", 8184)]
    [InlineData(10, 4, "40AF010000000000000040AF010000000000F86F1396277F0000520075006E00740069006D006500540079007000"
        + "650043006100630068006500000000000000C88F81B91B7F0000A800000000000000", "ObjectSizeBytes", 168)]
    [InlineData(35, 0, "010000000000", "Reason", 1)]
    [InlineData(50, 0, "01000000000000000000", "ActiveCount", 1)]
    [InlineData(55, 0, "000000000000000002000000010000000000", "NewCount", 2)]
    [InlineData(81, 2, "0000006831007C1B7F000078F989B91B7F0000BB10000000000000", "OwnerThreadId", 4283)]
    [InlineData(85, 0, "506E26FEFF550000101D24FEFF5500000000000001000000BB1000000000", "OSThreadId", 4283)]
    [InlineData(144, 1, "F0CB4B96277F000010C04B96277F000020004B96277F000006000000010000060801000054003200000047006F00"
        + "000069006E00740033003200200020002800290000000000", "SizeBytes", 6)]
    [InlineData(156, 1, "101D24FEFF5500000300000063006C00720068006F00730074000000010000000000", "Index", 1)]
    [InlineData(301, 0, "0000000000000000000000", "Source", 0)]
    [InlineData(302, 0, "0000", "ClrInstanceId", 0)]
    public void Reads_the_events_of_a_runtime_to_their_last_byte(
        int eventId, int version, string hex, string field, ulong expected)
    {
        byte[] bytes = Convert.FromHexString(hex);
        PayloadLayout? layout = RuntimeEventTable.FindLive(eventId)?.Layout(version);
        Assert.NotNull(layout);
        Assert.True(EventPayload.TryRead(layout, bytes, sizeof(ulong), out EventPayload payload));
        Assert.Equal(bytes.Length, payload.FieldsBytes);
        Assert.Equal(expected, payload.Number(RuntimeEventTable.Field(field, eventId)));
    }

    [Fact]
    public void Views_return_the_fields_under_their_names()
    {
        byte[] method = Convert.FromHexString("F0CB4B96277F000010C04B96277F000020004B96277F0000060000000100000608010000"
            + "54003200000047006F00000069006E00740033003200200020002800290000000000");
        Assert.True(MethodLoad.TryRead(144, 1, method, out MethodLoad load));
        Assert.Equal(
            (0x7F27964B0020ul, 6u, 0x06000001u, 0x108u),
            (load.StartAddress, load.SizeBytes, load.Token, load.Flags));
        Assert.Equal("T2", TextOf(load.Namespace));
        Assert.Equal("Go", TextOf(load.Name));
        Assert.Equal("int32  ()", TextOf(load.Signature));
        Assert.Equal(0x7F27964BC010ul, load.ModuleId);
        Assert.Equal(0ul, load.ReJitId);
    }

    [Fact]
    public void A_future_version_is_read_as_the_newest_known()
    {
        RuntimeEvent started = RuntimeEventTable.FindLive(RuntimeEventId.GCStart)!;
        Assert.Same(started.Layout(2), started.Layout(version: 9));
        Assert.Null(RuntimeEventTable.FindLive(eventId: 1)?.Layout(version: -1));
        Assert.Null(RuntimeEventTable.FindLive(eventId: 60_000));
    }

    [Fact]
    public void A_payload_that_ends_before_its_fields_is_rejected() =>
        Gen.Select(
            Gen.Int[0, Layouts.Length - 1],
            Gen.OneOf(Gen.Const(4), Gen.Const(8)),
            Gen.Byte[1, 255].Array[0, 9]).Sample((row, pointerBytes, text) =>
            {
                PayloadLayout layout = Layouts[row];
                PayloadField[] fields = [.. layout.Fields];
                byte[] whole = [.. fields.SelectMany(field => BytesOf(field.Kind, pointerBytes, text))];
                for (int length = 0; length < whole.Length; length++)
                {
                    Assert.False(EventPayload.TryRead(layout, whole.AsSpan(0, length), pointerBytes, out _));
                }

                return EventPayload.TryRead(layout, whole, pointerBytes, out EventPayload payload)
                    && payload.FieldsBytes == whole.Length;
            });

    private static IEnumerable<byte> BytesOf(FieldKind kind, int pointerBytes, byte[] text) => kind switch
    {
        FieldKind.OneByte => new byte[1],
        FieldKind.TwoBytes => new byte[2],
        FieldKind.FourBytes => new byte[4],
        FieldKind.SixteenBytes => new byte[16],
        FieldKind.PointerSized => new byte[pointerBytes],
        FieldKind.Text => text.SelectMany(low => new byte[] { low, 0 }).Concat(new byte[2]),
        _ => new byte[8],
    };

    private static string TextOf(ReadOnlySpan<byte> utf16) => Encoding.Unicode.GetString(utf16);
}
