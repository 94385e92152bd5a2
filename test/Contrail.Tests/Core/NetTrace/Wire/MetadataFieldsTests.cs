using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

public sealed class MetadataFieldsTests
{
    private const int Object = 1, Text = 18, Number = 9, Array = 19;
    private const byte FieldsTag = 2, OtherTag = 1;

    private static readonly byte[] Plain =
        Fields((Number, "count", null), (Object, "inner", Fields((Text, "name", null))));

    private static readonly byte[] Tagged = Sized(
        (Field("items", Array, Array, Number), null),
        (Field("inner", Object), Sized((Field("name", Text), null))));

    [Fact]
    public void Nothing_and_fields_with_or_without_tagged_parts_are_sound()
    {
        Assert.True(MetadataFields.IsSound([]));
        Assert.True(MetadataFields.IsSound(Plain));
        Assert.True(MetadataFields.IsSound([.. Plain, .. Part(OtherTag, [1, 2, 3])]));
        Assert.True(MetadataFields.IsSound([.. Plain, .. Part(OtherTag, []), .. Part(FieldsTag, Tagged)]));
    }

    [Fact]
    public void A_row_that_is_cut_between_its_parts_is_sound_and_elsewhere_it_is_not()
    {
        byte[] other = Part(OtherTag, [1, 2, 3]);
        byte[] row = [.. Plain, .. other, .. Part(FieldsTag, Tagged)];
        int[] ends = [0, Plain.Length, Plain.Length + other.Length, row.Length];
        Assert.Equal(
            ends, Enumerable.Range(0, row.Length + 1).Where(end => MetadataFields.IsSound(row.AsSpan(0, end))));
    }

    [Fact]
    public void Tagged_fields_that_are_cut_are_not_sound() => Assert.DoesNotContain(
        Enumerable.Range(0, Tagged.Length),
        end => MetadataFields.IsSound([.. Plain, .. Part(FieldsTag, Tagged[..end])]));

    [Theory]
    [InlineData(2)]
    [InlineData(Array)]
    [InlineData(20)]
    [InlineData(-1)]
    public void A_type_that_readers_do_not_have_is_not_sound(int type)
    {
        Assert.False(MetadataFields.IsSound(Fields((type, "x", null))));
        byte[] tagged = Sized((Field("x", type), null));
        Assert.False(MetadataFields.IsSound([.. Plain, .. Part(FieldsTag, tagged)]));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void A_count_or_a_length_that_the_row_cannot_contain_is_not_sound(int claimed)
    {
        Assert.False(MetadataFields.IsSound(new PayloadWriter().U32(claimed).Bytes(Plain.AsSpan(4)).ToArray()));
        byte[] part = new PayloadWriter().U32(claimed).U8(OtherTag).ToArray();
        Assert.False(MetadataFields.IsSound([.. Plain, .. part]));
        byte[] tagged = new PayloadWriter().U32(1).U32(claimed).Bytes(Field("x", Number)).ToArray();
        Assert.False(MetadataFields.IsSound([.. Plain, .. Part(FieldsTag, tagged)]));
    }

    [Theory]
    [InlineData(15, true)]
    [InlineData(16, false)]
    [InlineData(5_000, false)]
    public void Structs_in_structs_are_sound_to_a_limited_depth(int depth, bool isSound)
    {
        byte[] plain = Fields((Number, "x", null));
        byte[] tagged = Sized((Field("x", Number), null));
        for (int level = 0; level < depth; level++)
        {
            plain = Fields((Object, "x", plain));
            tagged = Sized((Field("x", Object), tagged));
        }

        Assert.Equal(isSound, MetadataFields.IsSound(plain));
        Assert.Equal(isSound, MetadataFields.IsSound([.. Plain, .. Part(FieldsTag, tagged)]));
    }

    private static byte[] Fields(params (int Type, string Name, byte[]? Inner)[] fields)
    {
        PayloadWriter writer = new PayloadWriter().U32(fields.Length);
        foreach ((int type, string name, byte[]? inner) in fields)
        {
            writer.U32(type).Bytes(inner ?? []).Text(name);
        }

        return writer.ToArray();
    }

    private static byte[] Field(string name, params int[] types) =>
        [.. new PayloadWriter().Text(name).ToArray(), .. types.SelectMany(BitConverter.GetBytes)];

    // The size includes itself.
    private static byte[] Sized(params (byte[] Field, byte[]? Inner)[] fields)
    {
        PayloadWriter writer = new PayloadWriter().U32(fields.Length);
        foreach ((byte[] field, byte[]? inner) in fields)
        {
            writer.U32(sizeof(int) + field.Length + (inner?.Length ?? 0)).Bytes(field).Bytes(inner ?? []);
        }

        return writer.ToArray();
    }

    private static byte[] Part(byte tag, byte[] content) =>
        new PayloadWriter().U32(content.Length).U8(tag).Bytes(content).ToArray();
}
