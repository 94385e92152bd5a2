using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>Metadata rows with any description of their fields.</summary>
internal static class MetadataDrawing
{
    public const int OfStruct = 1, OfBoolean = 3, OfInt32 = 9, OfInt64 = 11, OfDouble = 14, OfText = 18, OfArray = 19;

    /// <summary>A row of which the given bytes follow the level.</summary>
    public static MetadataRow Row(byte[] description, string provider = "App", int eventId = 1, string name = "Event")
    {
        byte[] row = new PayloadWriter()
            .U32(1).Text(provider).U32(eventId).Text(name).U64(0x10).U32(1).U32(3).Bytes(description).ToArray();
        Assert.True(MetadataRow.TryRead(row, out MetadataRow? read));
        return read!;
    }

    /// <summary>Fields of simple types, in the first encoding.</summary>
    public static byte[] Fields(params (string Name, int Type)[] fields)
    {
        PayloadWriter description = new PayloadWriter().U32(fields.Length);
        foreach ((string name, int type) in fields)
        {
            description.U32(type).Text(name);
        }

        return description.ToArray();
    }

    /// <summary>
    /// A text and an array of keys and values, as the events of a DiagnosticSource have them: in the second encoding.
    /// </summary>
    public static byte[] Pairs()
    {
        byte[] name = Sized(new PayloadWriter().Text("Name").U32(OfText));
        return Tagged(new PayloadWriter().U32(2).Bytes(name).Bytes(PairsField()));
    }

    /// <summary>The array of keys and values alone.</summary>
    public static byte[] PairsField()
    {
        byte[] key = Sized(new PayloadWriter().Text("Key").U32(OfText));
        byte[] value = Sized(new PayloadWriter().Text("Value").U32(OfText));
        return Sized(new PayloadWriter()
            .Text("Arguments").U32(OfArray).U32(OfStruct).U32(2).Bytes(key).Bytes(value));
    }

    /// <summary>No fields in the first encoding, and fields in the second.</summary>
    public static byte[] Tagged(PayloadWriter fields)
    {
        byte[] part = fields.ToArray();
        return new PayloadWriter().U32(0).U32(part.Length).U8(2).Bytes(part).ToArray();
    }

    public static byte[] Sized(PayloadWriter field)
    {
        byte[] bytes = field.ToArray();
        return new PayloadWriter().U32(bytes.Length + sizeof(int)).Bytes(bytes).ToArray();
    }
}
