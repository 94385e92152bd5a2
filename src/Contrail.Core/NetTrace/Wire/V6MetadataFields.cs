using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Steps over the descriptions of fields in a metadata row of nettrace 6, and checks them.</summary>
internal static class V6MetadataFields
{
    /// <summary>A struct within a struct within a struct; the own stack is limited.</summary>
    private const int MaxDepth = 16;

    /// <summary>Steps over all fields; false if they cannot be read.</summary>
    public static bool TrySkip(ref ByteCursor cursor) => TrySkip(ref cursor, depth: 0);

    private static bool TrySkip(ref ByteCursor cursor, int depth)
    {
        bool isRead = cursor.TryReadUInt16(out ushort count) && depth < MaxDepth;
        for (int index = 0; isRead && index < count; index++)
        {
            isRead = cursor.TryReadUInt16(out ushort declaredBytes)
                && cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> field)
                && IsSound(field, depth);
        }

        return isRead;
    }

    private static bool IsSound(ReadOnlySpan<byte> field, int depth)
    {
        ByteCursor cursor = new(field);
        return V6Text.TrySkip(ref cursor) && TrySkipType(ref cursor, depth);
    }

    private static bool TrySkipType(ref ByteCursor cursor, int depth)
    {
        if (depth >= MaxDepth || !cursor.TryReadByte(out byte code))
        {
            return false;
        }

        return (V6FieldType)code switch
        {
            V6FieldType.Object => TrySkip(ref cursor, depth + 1),
            V6FieldType.Array or V6FieldType.RelativeLocation or V6FieldType.Location =>
                TrySkipType(ref cursor, depth + 1),
            V6FieldType.FixedArray => TrySkipType(ref cursor, depth + 1) && cursor.TrySkip(sizeof(ushort)),
            >= V6FieldType.Boolean32 and <= V6FieldType.Boolean8 => true,
            _ => false,
        };
    }
}
