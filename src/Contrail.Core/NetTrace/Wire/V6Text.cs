using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Texts of nettrace 6: a length as a number of variable size, then UTF-8.</summary>
internal static class V6Text
{
    /// <summary>Reads a text; the result borrows the bytes. False if they end before it does.</summary>
    public static bool TryReadUtf8(ref ByteCursor cursor, out ReadOnlySpan<byte> utf8)
    {
        utf8 = default;
        return cursor.TryReadVarUInt32(out uint declaredBytes)
            && declaredBytes <= (uint)cursor.RestBytes
            && cursor.TryReadBytes((int)declaredBytes, out utf8);
    }

    /// <summary>Steps over a text.</summary>
    public static bool TrySkip(ref ByteCursor cursor) => TryReadUtf8(ref cursor, out _);
}
