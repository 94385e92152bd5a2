using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>A list of labels of nettrace 6, as far as events are interpreted by it.</summary>
/// <param name="ActivityId">The sixteen bytes of the activity; empty for none.</param>
/// <param name="RelatedActivityId">The sixteen bytes of the related activity; empty for none.</param>
internal sealed record V6Labels(ReadOnlyMemory<byte> ActivityId, ReadOnlyMemory<byte> RelatedActivityId)
{
    private const byte LastFlag = 0x80;
    private const int GuidBytes = 16;

    /// <summary>No labels.</summary>
    public static V6Labels None { get; } = new(default, default);

    /// <summary>Reads a list, and moves to the next; false if it cannot be read.</summary>
    public static bool TryRead(ref ByteCursor cursor, out V6Labels labels)
    {
        labels = None;
        byte kind;
        do
        {
            if (!cursor.TryReadByte(out kind) || !TryReadLabel((byte)(kind & ~LastFlag), ref cursor, ref labels))
            {
                return false;
            }
        }
        while ((kind & LastFlag) == 0);
        return true;
    }

    // Ids of traces and spans, texts, numbers, and what replaces a field of the metadata are stepped over.
    private static bool TryReadLabel(byte kind, ref ByteCursor cursor, ref V6Labels labels)
    {
        const byte ActivityKind = 1, RelatedKind = 2, TraceKind = 3, SpanKind = 4, TextKind = 5, NumberKind = 6;
        const byte OpcodeKind = 7, KeywordsKind = 8, LevelKind = 9, VersionKind = 10;
        switch (kind)
        {
            case ActivityKind or RelatedKind:
                bool isRead = cursor.TryReadBytes(GuidBytes, out ReadOnlySpan<byte> id);
                labels = kind == ActivityKind
                    ? labels with { ActivityId = id.ToArray() }
                    : labels with { RelatedActivityId = id.ToArray() };
                return isRead;
            case TraceKind:
                return cursor.TrySkip(GuidBytes);
            case SpanKind or KeywordsKind:
                return cursor.TrySkip(sizeof(ulong));
            case TextKind:
                return V6Text.TrySkip(ref cursor) && V6Text.TrySkip(ref cursor);
            case NumberKind:
                return V6Text.TrySkip(ref cursor) && cursor.TryReadVarUInt64(out _);
            default:
                return kind is OpcodeKind or LevelKind or VersionKind && cursor.TrySkip(sizeof(byte));
        }
    }
}
