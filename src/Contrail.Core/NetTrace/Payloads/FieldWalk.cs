using System.Buffers.Binary;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// Steps over values in a payload. The depth of a type is limited and every value takes at least one byte, so a step
/// takes no longer than the bytes that it passes.
/// </summary>
internal static class FieldWalk
{
    /// <summary>Takes a value; false, without moving, if the bytes end before it does.</summary>
    /// <param name="field">What it is a value of.</param>
    /// <param name="cursor">The bytes that are not read.</param>
    /// <param name="value">The value. Of an array that is elsewhere, the elements.</param>
    /// <param name="payload">The payload, for positions from its start.</param>
    public static bool TryTake(
        SchemaField field, scoped ref ByteCursor cursor, out FieldValue value, ReadOnlySpan<byte> payload = default)
    {
        ByteCursor probe = cursor;
        if (!TrySkip(field, ref probe))
        {
            value = default;
            return false;
        }

        ReadOnlySpan<byte> bytes = cursor.Rest[..(cursor.RestBytes - probe.RestBytes)];
        ReadOnlySpan<byte> source = field.Form == ArrayForm.Absolute ? payload : probe.Rest;
        bool isElsewhere = field.Form is ArrayForm.Relative or ArrayForm.Absolute;
        value = new FieldValue(field, isElsewhere ? Locate(bytes, source) : bytes);
        cursor = probe;
        return true;
    }

    /// <summary>Steps over a value; false if the bytes end before it does.</summary>
    public static bool TrySkip(SchemaField field, ref ByteCursor cursor)
    {
        if (field.FixedBytes != SchemaField.Variable)
        {
            return cursor.TrySkip(field.FixedBytes);
        }

        return field.Type switch
        {
            FieldType.Text => cursor.TryReadUtf16Z(out _),
            FieldType.Struct => TrySkipMembers(field, ref cursor),
            FieldType.VarInt or FieldType.VarUInt => cursor.TryReadVarUInt64(out _),
            FieldType.Array when field.Form == ArrayForm.Fixed =>
                TrySkipElements(field.Element!, field.FixedCount, ref cursor),
            _ => cursor.TryReadUInt16(out ushort declaredCount)
                && TrySkipElements(field.Element!, declaredCount, ref cursor),
        };
    }

    /// <summary>The number of elements that an array claims to have.</summary>
    public static int CountOf(ReadOnlySpan<byte> array) =>
        array.Length < sizeof(ushort) ? 0 : BinaryPrimitives.ReadUInt16LittleEndian(array);

    private static bool TrySkipMembers(SchemaField field, ref ByteCursor cursor)
    {
        foreach (SchemaField member in field.Members)
        {
            if (!TrySkip(member, ref cursor))
            {
                return false;
            }
        }

        return true;
    }

    // A location outside the payload has no elements.
    private static ReadOnlySpan<byte> Locate(ReadOnlySpan<byte> location, ReadOnlySpan<byte> source)
    {
        int position = BinaryPrimitives.ReadUInt16LittleEndian(location);
        int size = BinaryPrimitives.ReadUInt16LittleEndian(location[sizeof(ushort)..]);
        return position + size <= source.Length ? source.Slice(position, size) : [];
    }

    private static bool TrySkipElements(SchemaField element, int declaredCount, ref ByteCursor cursor)
    {
        if (element.FixedBytes != SchemaField.Variable)
        {
            long declaredBytes = (long)declaredCount * element.FixedBytes;
            return declaredBytes <= cursor.RestBytes && cursor.TrySkip((int)declaredBytes);
        }

        bool isRead = true;
        for (int index = 0; isRead && index < declaredCount; index++)
        {
            isRead = TrySkip(element, ref cursor);
        }

        return isRead;
    }
}
