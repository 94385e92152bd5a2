using System.Buffers.Binary;
using System.Text;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>The meaning of an event's metadata id.</summary>
/// <param name="Id">The id; 1 and up, never used twice in a stream.</param>
/// <param name="Provider">The provider's name.</param>
/// <param name="EventId">The provider's id of the event.</param>
/// <param name="Name">The event's name; empty for the runtime's own events.</param>
/// <param name="Version">The event's version.</param>
/// <param name="Payload">The complete row, as in the stream.</param>
internal sealed record MetadataRow(
    int Id, string Provider, int EventId, string Name, int Version, ReadOnlyMemory<byte> Payload)
{
    /// <summary>Whether the payload has the encoding of version 6; its id is not the one in the stream.</summary>
    public bool IsV6 { get; init; }

    /// <summary>Reads a row; false if it is too short, or its id is invalid.</summary>
    public static bool TryRead(ReadOnlySpan<byte> untrusted, out MetadataRow? row)
    {
        row = null;
        int position = sizeof(int);
        if (untrusted.Length < position || !TryReadText(untrusted, ref position, out string provider))
        {
            return false;
        }

        int id = BinaryPrimitives.ReadInt32LittleEndian(untrusted);
        if (id <= 0 || untrusted.Length - position < sizeof(int))
        {
            return false;
        }

        int eventId = BinaryPrimitives.ReadInt32LittleEndian(untrusted[position..]);
        position += sizeof(int);
        if (!TryReadText(untrusted, ref position, out string name)
            || untrusted.Length - position < sizeof(long) + sizeof(int))
        {
            return false;
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(untrusted[(position + sizeof(long))..]);
        row = new MetadataRow(id, provider, eventId, name, version, untrusted.ToArray());
        return true;
    }

    /// <summary>
    /// Reads a row for its id alone, without keeping anything, and to its end: false also where only a reader of the
    /// event's fields would fail.
    /// </summary>
    internal static bool TryReadId(ReadOnlySpan<byte> untrusted, out int id)
    {
        ByteCursor cursor = new(untrusted);
        return cursor.TryReadInt32(out id)
            && id > 0
            && cursor.TryReadUtf16Z(out _)
            && cursor.TrySkip(sizeof(int))
            && cursor.TryReadUtf16Z(out _)
            && cursor.TrySkip(sizeof(long) + sizeof(int) + sizeof(int))
            && MetadataFields.IsSound(cursor.Rest);
    }

    private static bool TryReadText(ReadOnlySpan<byte> untrusted, ref int position, out string text)
    {
        for (int end = position; end + 1 < untrusted.Length; end += 2)
        {
            if (untrusted[end] == 0 && untrusted[end + 1] == 0)
            {
                text = Encoding.Unicode.GetString(untrusted[position..end]);
                position = end + 2;
                return true;
            }
        }

        text = "";
        return false;
    }
}
