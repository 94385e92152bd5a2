using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// The part of a metadata row after the level: fields, followed by tagged parts. Readers fail on rows whose fields or
/// tags are inconsistent, so a verifier checks them.
/// </summary>
internal static class MetadataFields
{
    private const int Object = 1, Array = 19;

    /// <summary>A struct within a struct within a struct; a reader's own stack is limited.</summary>
    private const int MaxDepth = 16;

    private const byte FieldsTag = 2;

    /// <summary>The smallest field: a type, and the zero after an empty name.</summary>
    private const int MinFieldBytes = sizeof(int) + sizeof(char);

    /// <summary>Whether readers can read it to its end; empty bytes are valid too.</summary>
    public static bool IsSound(ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        bool isSound = cursor.IsAtEnd || TrySkipFields(ref cursor, depth: 0);
        while (isSound && !cursor.IsAtEnd)
        {
            isSound = cursor.TryReadInt32(out int declaredBytes)
                & cursor.TryReadByte(out byte kind)
                && cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> part)
                && IsSoundPart(kind, part);
        }

        return isSound;
    }

    // A part of an unknown kind is skipped by readers.
    private static bool IsSoundPart(byte kind, ReadOnlySpan<byte> part)
    {
        ByteCursor cursor = new(part);
        return kind != FieldsTag || TrySkipSizedFields(ref cursor, depth: 0);
    }

    private static bool TrySkipFields(ref ByteCursor cursor, int depth)
    {
        bool isSound = TryReadCount(ref cursor, depth, out int count);
        for (int index = 0; isSound && index < count; index++)
        {
            isSound = cursor.TryReadInt32(out int type)
                && (type == Object ? TrySkipFields(ref cursor, depth + 1) : IsSimple(type))
                && cursor.TryReadUtf16Z(out _);
        }

        return isSound;
    }

    // The later encoding of fields: each with its size, its name first, and arrays.
    private static bool TrySkipSizedFields(ref ByteCursor cursor, int depth)
    {
        bool isSound = TryReadCount(ref cursor, depth, out int count);
        for (int index = 0; isSound && index < count; index++)
        {
            isSound = cursor.TryReadInt32(out int declaredBytes)
                && declaredBytes >= sizeof(int)
                && cursor.TryReadBytes(declaredBytes - sizeof(int), out ReadOnlySpan<byte> field)
                && IsSoundField(field, depth);
        }

        return isSound;
    }

    private static bool IsSoundField(ReadOnlySpan<byte> field, int depth)
    {
        ByteCursor cursor = new(field);
        if (!cursor.TryReadUtf16Z(out _))
        {
            return false;
        }

        int type;
        do
        {
            // An array of arrays has the type of its elements after its own type.
            if (!cursor.TryReadInt32(out type))
            {
                return false;
            }
        }
        while (type == Array);
        return type == Object ? TrySkipSizedFields(ref cursor, depth + 1) : IsSimple(type);
    }

    private static bool TryReadCount(ref ByteCursor cursor, int depth, out int count) =>
        cursor.TryReadInt32(out count)
        && count >= 0
        && count <= cursor.RestBytes / MinFieldBytes
        && depth < MaxDepth;

    // The numbers of TypeCode from Boolean to String, with the GUID in the gap.
    private static bool IsSimple(int type) => type is >= (int)TypeCode.Boolean and <= (int)TypeCode.String;
}
