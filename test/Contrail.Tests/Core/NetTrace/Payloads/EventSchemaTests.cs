using System.Text;
using System.Text.Json;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.MetadataDrawing;

namespace Contrail.Tests.Core.NetTrace.Payloads;

/// <summary>The fields that a row describes, and their values in payloads that may be torn.</summary>
public sealed class EventSchemaTests
{
    private static readonly byte[] TwoPairs = new PayloadWriter()
        .Text("n").U16(2).Text("a").Text("1").Text("b.c").Text("2").ToArray();

    [Fact]
    public void Fields_values_and_facts_of_a_described_event()
    {
        EventSchema schema = Schema(Fields(("Number", OfInt32), ("Words", OfText), ("Real", OfDouble)));
        byte[] payload = new PayloadWriter().U32(-5).Text("w").F64(2.5).ToArray();
        Assert.Equal((true, 3, 0x10ul), (schema.IsKnown, schema.Level, schema.Keywords));
        Assert.Equal("Number=-5 Words=w Real=2.5 rest 0", Read(schema, payload));
        Assert.True(schema.TryRead(payload, schema.IndexOf("Real"), out FieldValue real));
        Assert.True(real.TryNumber(out double number));
        Assert.Equal(2.5, number);
        Assert.Equal(
            """{"Number":-5,"Words":"w","Real":2.5}""", Json(target => FieldJson.WriteFields(target, schema, payload)));
    }

    [Fact]
    public void A_torn_payload_is_read_up_to_the_field_in_which_it_ends()
    {
        EventSchema schema = Schema(Fields(("Number", OfInt32), ("Words", OfText), ("Real", OfDouble)));
        byte[] payload = new PayloadWriter().U32(5).Text("w").F64(2.5).ToArray();
        Assert.Equal("Number=5 Words=w stopped at Real rest 7", Read(schema, payload[..^1]));
        Assert.Equal("Number=5 stopped at Words rest 3", Read(schema, payload[..7]));
        Assert.Equal("stopped at Number rest 0", Read(schema, []));
        Assert.Equal("Number=5 Words=w Real=2.5 rest 1", Read(schema, [.. payload, 1]));
        Assert.False(schema.TryRead(payload.AsSpan(..^1), schema.IndexOf("Real"), out _));
        Assert.False(schema.TryRead(payload, schema.IndexOf("No"), out _));
    }

    [Fact]
    public void Arrays_of_structs_are_read_and_found_by_key()
    {
        EventSchema schema = Schema(Pairs());
        Assert.Equal("Name=n Arguments=[{Key=a, Value=1}, {Key=b.c, Value=2}] rest 0", Read(schema, TwoPairs));
        Assert.Equal("1", At(schema, "Arguments.a", TwoPairs));
        Assert.Equal("2", At(schema, "Arguments.b.c", TwoPairs));
        Assert.Null(At(schema, "Arguments.d", TwoPairs));
        Assert.Equal("n", At(schema, "Name", TwoPairs));
        Assert.Null(FieldPath.Resolve(schema, "Name.x"));
        Assert.Null(FieldPath.Resolve(schema, "Other"));
    }

    [Fact]
    public void A_member_of_a_struct_without_a_name_is_found_by_its_own()
    {
        byte[] description = new PayloadWriter()
            .U32(1).U32(OfStruct).U32(1).U32(OfInt64).Text("Count").Text("").ToArray();
        byte[] payload = new PayloadWriter().U64(7).ToArray();
        Assert.Equal("7", At(Schema(description), "Count", payload));
    }

    [Fact]
    public void The_fields_of_the_runtimes_own_events_are_those_of_the_table()
    {
        EventSchema schema = EventSchema.Of(
            Row(Fields(), RuntimeProvider.Name, RuntimeEventId.ContentionStart, name: "") with { Version = 2 }, 8);
        byte[] payload = RuntimeEvents.ContentionStart().Payload;
        Assert.Equal("Flags=0 ClrInstanceId=9 LockId=0x1 ObjectId=0x2 OwnerThreadId=3 rest 0", Read(schema, payload));
        Assert.False(EventSchema.Of(Row(Fields(), RuntimeProvider.Name, 60_000, name: ""), 8).IsKnown);
    }

    [Fact]
    public void What_is_not_described_validly_is_not_known()
    {
        Assert.True(Schema([]).IsKnown);
        Assert.False(Schema(Fields(("Unknown", 99))).IsKnown);
        Assert.False(Schema(Fields(("Number", OfInt32))[..^2]).IsKnown);
        Assert.False(Schema(new PayloadWriter().U32(100_000).ToArray()).IsKnown);

        // A struct within a struct, without end.
        PayloadWriter deep = new();
        for (int depth = 0; depth < 1_000; depth++)
        {
            deep.U32(1).U32(OfStruct);
        }

        Assert.False(Schema(deep.ToArray()).IsKnown);

        // An element without content would take no bytes, whatever their number.
        byte[] empty = Sized(new PayloadWriter().Text("A").U32(OfArray).U32(OfStruct).U32(0));
        Assert.False(Schema(Tagged(new PayloadWriter().U32(1).Bytes(empty))).IsKnown);
    }

    [Fact]
    public void Any_bytes_are_read_without_an_exception()
    {
        byte[][] descriptions =
        [
            Pairs(), Fields(("a", OfBoolean), ("b", OfText), ("c", 15), ("d", 16), ("e", 17), ("f", 4), ("g", 13)),
        ];
        Random random = new(4711);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] description = [.. descriptions[round % 2]];
            for (int change = random.Next(3); change > 0; change--)
            {
                description[random.Next(description.Length)] = (byte)random.Next(256);
            }

            byte[] payload = new byte[random.Next(80)];
            random.NextBytes(payload);
            EventSchema schema = Schema(description);
            Assert.NotEmpty(Read(schema, payload));
            Assert.NotEmpty(Json(target => FieldJson.WriteFields(target, schema, payload)));
        }
    }

    [Fact]
    public void Reading_a_field_allocates_nothing()
    {
        FieldPath path = FieldPath.Resolve(Schema(Pairs()), "Arguments.a")!;
        Assert.True(path.TryRead(TwoPairs, out FieldValue first));
        Assert.True(first.IsText("1"));
        Assert.Equal(0, LeastAllocated.Bytes(_ =>
        {
            for (int count = 0; count < 100; count++)
            {
                Assert.True(path.TryRead(TwoPairs, out FieldValue value) && value.IsText("1"));
            }
        }));
    }

    [Fact]
    public void Text_is_cut_at_a_number_of_characters()
    {
        EventSchema schema = Schema(Fields(("Words", OfText)));
        byte[] payload = new PayloadWriter().Text(new string('x', 5_000)).ToArray();
        Assert.True(schema.TryRead(payload, 0, out FieldValue words));
        Assert.Equal("xxx…", words.ToText(3));
        EventSchema many = Schema(Tagged(new PayloadWriter()
            .U32(1).Bytes(Sized(new PayloadWriter().Text("A").U32(OfArray).U32(OfInt32)))));
        byte[] numbers = new PayloadWriter().U16(1_000).Bytes(new byte[4_000]).ToArray();
        Assert.True(many.TryRead(numbers, 0, out FieldValue array));
        Assert.Equal("[0, 0, …]", array.ToText(7));
    }

    private static EventSchema Schema(byte[] description) => EventSchema.Of(Row(description), pointerBytes: 8);

    private static string Read(EventSchema schema, byte[] payload)
    {
        StringBuilder text = new();
        FieldReader fields = new(schema, payload);
        while (fields.MoveNext())
        {
            text.Append($"{fields.Current.Field.Name}={fields.Current.ToText()} ");
        }

        return text.Append(fields.StoppedAt is { } stopped ? $"stopped at {stopped.Name} " : "")
            .Append($"rest {fields.RestBytes}").ToString();
    }

    private static string? At(EventSchema schema, string path, byte[] payload) =>
        FieldPath.Resolve(schema, path)!.TryRead(payload, out FieldValue value) ? value.ToText() : null;

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using MemoryStream target = new();
        using (Utf8JsonWriter writer = new(target))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(target.ToArray());
    }
}
