using System.Buffers.Binary;
using Contrail.Core.Bytes;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Steps over values in a payload. The depth of a type is limited and every value takes at least one byte, so a step
/// takes no longer than the bytes that it passes.
/// </summary>
internal static class FieldWalk
{
    /// <summary>Takes a value; false, without moving, if the bytes end before it does.</summary>
    public static bool TryTake(SchemaField field, scoped ref ByteCursor cursor, out FieldValue value)
    {
        ByteCursor probe = cursor;
        if (!TrySkip(field, ref probe))
        {
            value = default;
            return false;
        }

        value = new FieldValue(field, cursor.Rest[..(cursor.RestBytes - probe.RestBytes)]);
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
            _ => TrySkipElements(field.Element!, ref cursor),
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

    private static bool TrySkipElements(SchemaField element, ref ByteCursor cursor)
    {
        if (!cursor.TryReadUInt16(out ushort declaredCount))
        {
            return false;
        }

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
