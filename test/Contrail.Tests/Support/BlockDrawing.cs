using System.Buffers;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Tests.Support;

/// <summary>
/// One block of events, header by header: fields that a header omits are carried over from the one before, as in the
/// format. <see cref="Read"/> returns the events as lines of text.
/// </summary>
internal sealed class BlockDrawing
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public BlockDrawing(bool compressed = true) => _bytes.Write(new PayloadWriter()
        .U16(EventBlockHeader.MinBytes).U16(compressed ? 1 : 0).U64(0).U64(long.MaxValue).ToArray());

    /// <summary>A header with the given flags and numbers, followed by the payload.</summary>
    public BlockDrawing Blob(EventHeaderFlags flags, ulong[] numbers, int payloadBytes = 0)
    {
        _bytes.Write([(byte)flags]);
        Span<byte> number = stackalloc byte[VarUInt.MaxBytes];
        foreach (ulong value in numbers)
        {
            _bytes.Write(number[..VarUInt.Write(number, value)]);
        }

        _bytes.Write(new byte[payloadBytes]);
        return this;
    }

    public BlockDrawing Bytes(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();

    /// <summary>The events as "row sequence capture/thread processor stack @time payload bytes", and the end.</summary>
    public static string[] Read(ReadOnlySpan<byte> block)
    {
        if (!EventBlockHeader.TryRead(block, out EventBlockHeader header))
        {
            return ["no header"];
        }

        List<string> lines = [];
        EventBlockReader reader = new(block, header);
        while (reader.MoveNext())
        {
            string sorted = reader.Sorted ? " sorted" : "";
            int idBytes = reader.ActivityId.Length + reader.RelatedActivityId.Length;
            string ids = idBytes > 0 ? $" +{idBytes}" : "";
            lines.Add($"row {reader.MetadataId} #{reader.SequenceNumber} {reader.CaptureThreadId}/{reader.ThreadId} "
                + $"cpu {reader.ProcessorNumber} stack {reader.StackId} @{reader.At.Value} {reader.Payload.Length}B"
                + ids + sorted);
        }

        if (reader.Malformed)
        {
            lines.Add("malformed");
        }

        return [.. lines];
    }
}
