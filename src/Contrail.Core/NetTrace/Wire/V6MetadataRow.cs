using System.Text;
using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Reads the rows of a metadata block of nettrace 6.</summary>
internal static class V6MetadataRow
{
    private const byte OpcodeKind = 1, KeywordsKind = 3, TemplateKind = 4, DescriptionKind = 5, PairKind = 6;
    private const byte GuidKind = 7, LevelKind = 8, VersionKind = 9;
    private const int GuidBytes = 16;

    /// <summary>Reads a row, and moves to the next; false if it cannot be read.</summary>
    /// <param name="cursor">The rows of a block that are not yet read.</param>
    /// <param name="streamId">The id by which events refer to the row.</param>
    /// <param name="row">The row, without an id; its payload is what follows the id.</param>
    public static bool TryRead(ref ByteCursor cursor, out uint streamId, out MetadataRow? row)
    {
        row = null;
        streamId = 0;
        if (!cursor.TryReadUInt16(out ushort declaredBytes)
            || !cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        ByteCursor fields = new(bytes);
        if (!fields.TryReadVarUInt32(out streamId))
        {
            return false;
        }

        ReadOnlySpan<byte> payload = fields.Rest;
        if (!V6Text.TryReadUtf8(ref fields, out ReadOnlySpan<byte> provider)
            || !fields.TryReadVarUInt32(out uint eventId)
            || !V6Text.TryReadUtf8(ref fields, out ReadOnlySpan<byte> name)
            || !V6MetadataFields.TrySkip(ref fields)
            || !TryReadOptions(ref fields, out V6RowOptions options))
        {
            return false;
        }

        row = new MetadataRow(
            0,
            Encoding.UTF8.GetString(provider),
            unchecked((int)eventId),
            Encoding.UTF8.GetString(name),
            options.Version,
            payload.ToArray())
        { IsV6 = true };
        return true;
    }

    /// <summary>Steps over what precedes the fields, in the payload of a row.</summary>
    public static bool TrySkipNames(ref ByteCursor payload) =>
        V6Text.TrySkip(ref payload) && payload.TryReadVarUInt32(out _) && V6Text.TrySkip(ref payload);

    /// <summary>Reads what follows the fields; false if it cannot be read.</summary>
    public static bool TryReadOptions(ref ByteCursor cursor, out V6RowOptions options)
    {
        options = default;
        if (!cursor.TryReadUInt16(out ushort declaredBytes)
            || !cursor.TryReadBytes(declaredBytes, out ReadOnlySpan<byte> bytes))
        {
            return false;
        }

        ByteCursor rest = new(bytes);
        bool isRead = true;
        while (isRead && !rest.IsAtEnd)
        {
            isRead = rest.TryReadByte(out byte kind) && TryReadOption(kind, ref rest, ref options);
        }

        return isRead;
    }

    private static bool TryReadOption(byte kind, ref ByteCursor cursor, ref V6RowOptions options)
    {
        switch (kind)
        {
            case OpcodeKind or LevelKind or VersionKind:
                bool isRead = cursor.TryReadByte(out byte number);
                options = kind switch
                {
                    OpcodeKind => options with { Opcode = number },
                    LevelKind => options with { Level = number },
                    _ => options with { Version = number },
                };
                return isRead;
            case KeywordsKind:
                bool hasKeywords = cursor.TryReadUInt64(out ulong keywords);
                options = options with { Keywords = keywords };
                return hasKeywords;
            case TemplateKind or DescriptionKind:
                return V6Text.TrySkip(ref cursor);
            case PairKind:
                return V6Text.TrySkip(ref cursor) && V6Text.TrySkip(ref cursor);
            default:
                return kind == GuidKind && cursor.TrySkip(GuidBytes);
        }
    }
}
