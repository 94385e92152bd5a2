using System.Buffers.Binary;
using System.Text;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes events of the operating system's figures that describe themselves: each figure is a field of 64 bits with the
/// name of its column, after the text of the event if it has one. An event about a thread has the thread's id.
/// </summary>
/// <param name="metadata">The file's metadata rows.</param>
/// <param name="captureThreadId">The thread that no other writes on.</param>
internal sealed class FigureBlocks(
    MetadataBlockBuilder metadata, ulong captureThreadId = OwnEvents.FigureCaptureThreadId) : ILaneBlocks
{
    /// <summary>The provider of the events.</summary>
    public const string Provider = "Contrail.Machine";

    private const int MaxPayloadBytes =
        ((FigureRecord.MaxTextBytes + 1) * sizeof(char)) + (FigureRecord.MaxColumns * sizeof(long));

    private static readonly OwnEvent[] Rows = [.. FigureTable.Events.Select(RowOf)];

    private readonly EventBlockBuilder _events = new(captureThreadId);

    /// <inheritdoc/>
    public void Add(in LaneRecord record)
    {
        Span<long> values = stackalloc long[FigureRecord.MaxColumns];
        if (!FigureRecord.TryRead(
            record.Bytes.Span, values, out FigureRecord figures, out ReadOnlySpan<byte> untrustedText))
        {
            return;
        }

        Span<byte> payload = stackalloc byte[MaxPayloadBytes];
        int count = figures.Event.TextName is null ? 0 : WriteText(payload, untrustedText);
        foreach (long value in values[..figures.Event.Columns.Count])
        {
            BinaryPrimitives.WriteInt64LittleEndian(payload[count..], value);
            count += sizeof(long);
        }

        int metadataId = metadata.OwnId(Rows[figures.Event.Id - 1]);
        _events.Add(metadataId, (ulong)Math.Max(0, figures.ThreadId), record.At, payload[..count]);
    }

    /// <inheritdoc/>
    public IEnumerable<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Take() =>
        _events.TakeBlocks().Select(block => (NetTraceFrameKind.Events, block));

    // The bytes are what a thread set as its name: not always text, and a zero would end the field early.
    private static int WriteText(Span<byte> target, ReadOnlySpan<byte> untrusted)
    {
        int zeroIndex = untrusted.IndexOf((byte)0);
        ReadOnlySpan<byte> text = zeroIndex < 0 ? untrusted : untrusted[..zeroIndex];
        Span<char> characters = stackalloc char[FigureRecord.MaxTextBytes];
        int characterCount = Encoding.UTF8.GetChars(text, characters);
        int count = Encoding.Unicode.GetBytes(characters[..characterCount], target);
        target.Slice(count, sizeof(char)).Clear();
        return count + sizeof(char);
    }

    private static OwnEvent RowOf(FigureEvent described)
    {
        IEnumerable<(OwnFieldType, string)> text =
            described.TextName is { } name ? [(OwnFieldType.String, name)] : [];
        IEnumerable<(OwnFieldType, string)> columns =
            described.Columns.Select(column => (OwnFieldType.Int64, column.Name));
        return new OwnEvent(Provider, described.Id, 1, described.Name, 0, 4, [.. text, .. columns]);
    }
}
