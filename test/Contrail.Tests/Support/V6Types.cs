namespace Contrail.Tests.Support;

/// <summary>An event of nettrace 6 with a field of each type.</summary>
internal static class V6Types
{
    /// <summary>The names and types, as a row describes them.</summary>
    public static (string Name, byte[] Type)[] Fields { get; } =
    [
        ("Boolean32", [3]), ("Boolean8", [26]), ("SByte", [5]), ("Byte", [6]), ("Int16", [7]), ("UInt16", [8]),
        ("Int32", [9]), ("UInt32", [10]), ("Int64", [11]), ("UInt64", [12]), ("Single", [13]), ("Double", [14]),
        ("Guid", [17]), ("Text", [18]), ("Negative", [20]), ("Variable", [21]),
        ("Utf8", [19, 23]), ("Numbers", [19, 9]), ("Fixed", [22, 8, 3, 0]), ("FixedText", [22, 23, 2, 0]),
        ("Struct", [1, .. V6File.Fields(("A", [9]), ("B", [18]))]),
        ("Relative", [24, 23]), ("Absolute", [25, 9]), ("Last", [21]),
    ];

    /// <summary>A payload of these types.</summary>
    public static byte[] Payload()
    {
        PayloadWriter head = new PayloadWriter().U32(1).U8(1).U8(0xFF).U8(200).U16(65_534).U16(60_000)
            .U32(-3).U32(4_000_000_000).U64(ulong.MaxValue).U64(ulong.MaxValue)
            .U32(BitConverter.SingleToInt32Bits(1.5f)).F64(-2.25)
            .Bytes(Guid.Parse("00000001-0002-0003-0405-060708090a0b").ToByteArray()).Text("wide")
            .Var(199).Var(300).ShortUtf8("narrow").U16(2).U32(5).U32(-6).U16(7).U16(8).U16(9).U8(0x61).U8(0x62)
            .U32(11).Text("in");
        int headBytes = head.ToArray().Length;

        // After the two locations and the last field are the bytes that the locations refer to.
        const int RelativeTail = 4 + 1, Utf8Bytes = 3, NumberBytes = 8;
        return head.U32((Utf8Bytes << 16) | RelativeTail)
            .U32((NumberBytes << 16) | (headBytes + 4 + RelativeTail + Utf8Bytes)).U8(77)
            .Bytes("far"u8).U32(21).U32(22).ToArray();
    }
}
