using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Files of nettrace 6 are read as TraceEvent reads them, and damaged ones up to the damage.</summary>
public sealed class V6ReadingTests
{
    [Fact]
    public void Every_event_is_the_one_that_TraceEvent_reads()
    {
        byte[] file = V6Mutations.Sound().Thread(3, 3001, 44).Uncompressed(1, 60, 3, [1, 2, 3], sequence: 1)
            .Event(1, 70, thread: 1, about: 2).Whole();
        AssertSame(TraceEventDecoding.Of(file), ContrailDecoding.Of(file));
    }

    [Fact]
    public void Every_type_of_field_has_the_value_that_TraceEvent_decodes()
    {
        byte[] file = new V6File().Thread(1, 1001, 42)
            .Row(1, "Typed", 1, "Every", [8, 4, 9, 2], V6Types.Fields)
            .Event(1, 10, thread: 1, V6Types.Payload()).Whole();
        IReadOnlyList<DecodedEvent> expected = TraceEventDecoding.Of(file);
        Assert.Equal(V6Types.Fields.Length, Assert.Single(expected).Fields.Count);
        AssertSame(expected, ContrailDecoding.Of(file));
    }

    [Fact]
    public void Utf8_is_decoded_where_TraceEvent_shows_each_byte_as_a_character()
    {
        byte[] file = new V6File().Thread(1, 1001, 42).Row(1, "Typed", 1, "Utf8", null, ("Text", [19, 23]))
            .Event(1, 10, thread: 1, new PayloadWriter().ShortUtf8("Straße").ToArray()).Whole();
        Assert.Equal([("Text", "Straße")], Assert.Single(ContrailDecoding.Of(file)).Fields);
    }

    [Fact]
    public void A_located_array_outside_the_payload_has_no_elements()
    {
        byte[] file = new V6File().Thread(1, 1001, 42)
            .Row(1, "Typed", 1, "Located", null, ("Relative", [24, 23]), ("Absolute", [25, 9]))
            .Event(1, 10, thread: 1, new PayloadWriter().U32(0xFFFF_0004).U32(0x0004_FFFF).ToArray()).Whole();
        Assert.Equal([("Relative", ""), ("Absolute", "[]")], Assert.Single(ContrailDecoding.Of(file)).Fields);
    }

    [Fact]
    public void The_facts_contain_version_processes_and_losses()
    {
        byte[] described = new PayloadWriter().Var(42).ShortUtf8("shop").ShortUtf8("").ToArray();
        byte[] file = V6Mutations.Sound().Row(3, UniversalProvider.System, 0, "ExistingProcess")
            .Event(3, 55, thread: 1, described).Event(1, 60, thread: 1, lost: 7).Whole();
        TraceFileFacts facts = Facts(file)!;
        Assert.Equal((6, true, 7L, 42), (facts.FormatVersion, facts.Complete, facts.EventsLost, facts.Trace.ProcessId));
        Assert.Equal([new TracedProcess(42, "shop", 5), new TracedProcess(43, "", 2)], facts.Processes);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(10), facts.FirstUtc);
        Assert.Equal(NetTraceFile.Begin.AddMilliseconds(60), facts.LastUtc);
    }

    [Fact]
    public void A_file_cut_anywhere_is_read_up_to_the_cut()
    {
        byte[] whole = V6Mutations.Sound().Whole();
        long before = 0;
        for (int bytes = 0; bytes < whole.Length; bytes++)
        {
            if (Facts(whole[..bytes]) is { } facts)
            {
                Assert.False(facts.Complete);
                Assert.True(facts.Events >= before);
                before = facts.Events;
            }
        }

        Assert.Equal(5, before);
    }

    [Fact]
    public void No_flipped_bit_makes_reading_throw()
    {
        byte[] whole = V6Mutations.Sound().Whole();
        for (int bit = 20 * 8; bit < whole.Length * 8; bit++)
        {
            byte[] flipped = [.. whole];
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            TraceFileFacts? facts = Facts(flipped);
            long events = Intake.Verify(flipped).Events;
            Assert.True(facts is null || facts.Events <= events, $"bit {bit}");
        }
    }

    [Fact]
    public void Impossible_counts_are_refused_without_the_memory_for_them()
    {
        PayloadWriter[] hostile =
        [
            new PayloadWriter().U32(1).U32(-1),
            new PayloadWriter().U64(0).U32(0).U32(-1),
            new PayloadWriter().U16(0).U16(9).Var(9).Utf8("").Var(0).Utf8("").U16(65_535),
            new PayloadWriter().U16(20).U16(1).U64(0).U64(0).U8(0x80).Var(0).Var(uint.MaxValue),
        ];
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (PayloadWriter payload in hostile)
        {
            for (byte kind = 1; kind < 9; kind++)
            {
                Facts(V6Mutations.Sound().Block(kind, payload).Whole());
            }
        }

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    private static void AssertSame(IReadOnlyList<DecodedEvent> expected, IReadOnlyList<DecodedEvent> found)
    {
        Assert.Equal(expected.Count, found.Count);
        for (int index = 0; index < expected.Count; index++)
        {
            Assert.Equal(expected[index] with { Fields = [] }, found[index] with { Fields = [] });
            Assert.Equal(expected[index].Fields, found[index].Fields);
        }
    }

    private static TraceFileFacts? Facts(byte[] file)
    {
        using MemoryStream stream = new(file);
        TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out TraceFault? _);
        return facts;
    }
}
