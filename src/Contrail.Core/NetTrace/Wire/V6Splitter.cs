using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Finds the blocks of a nettrace 6 stream: four bytes with size and kind, then the content. Blocks of unknown kinds
/// are frames too, so that readers can skip them. Not safe for concurrent use.
/// </summary>
/// <remarks>The layout is described in docs/formats/nettrace.md.</remarks>
internal sealed class V6Splitter : IFrameSplitter
{
    /// <summary>Magic, four zero bytes, major and minor version.</summary>
    public const int StreamHeaderBytes = 20;

    /// <summary>The bytes that show the major version.</summary>
    public const int RecognizedBytes = 16;

    /// <summary>Size and kind of a block; the end mark is one without content.</summary>
    public const int BlockHeaderBytes = 4;

    /// <summary>The major version.</summary>
    public const int Version = 6;

    private const int MaxBlockBytes = 0xFF_FFFF;

    private bool _started;

    /// <inheritdoc/>
    public TraceFault? Fault => null;

    /// <summary>Whether a stream with this beginning is of this version.</summary>
    public static bool IsStreamHeader(ReadOnlySpan<byte> untrusted) =>
        untrusted.Length >= RecognizedBytes
        && untrusted.StartsWith(NetTraceObjects.Magic)
        && BinaryPrimitives.ReadUInt32LittleEndian(untrusted[8..]) == 0
        && BinaryPrimitives.ReadUInt32LittleEndian(untrusted[12..]) == Version;

    /// <inheritdoc/>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        frame = default;
        bytesNeeded = _started ? BlockHeaderBytes : StreamHeaderBytes;
        if (untrusted.Length < bytesNeeded)
        {
            return SplitStatus.NeedMore;
        }

        if (!_started)
        {
            frame = new Frame((int)NetTraceFrameKind.StreamHeader, untrusted[..bytesNeeded], bytesNeeded);
            return SplitStatus.Complete;
        }

        uint header = BinaryPrimitives.ReadUInt32LittleEndian(untrusted);
        if (header >> 24 == 0)
        {
            return SplitStatus.End;
        }

        bytesNeeded = BlockHeaderBytes + (int)(header & MaxBlockBytes);
        if (untrusted.Length < bytesNeeded)
        {
            return SplitStatus.NeedMore;
        }

        frame = new Frame((int)KindOf(header >> 24), untrusted[BlockHeaderBytes..bytesNeeded], bytesNeeded);
        return SplitStatus.Complete;
    }

    /// <inheritdoc/>
    public void Take(in Frame frame) => _started = true;

    private static NetTraceFrameKind KindOf(uint number) => number switch
    {
        1 => NetTraceFrameKind.Trace,
        2 => NetTraceFrameKind.Events,
        3 => NetTraceFrameKind.Metadata,
        4 => NetTraceFrameKind.SequencePoint,
        5 => NetTraceFrameKind.Stacks,
        6 => NetTraceFrameKind.Threads,
        7 => NetTraceFrameKind.RemovedThreads,
        8 => NetTraceFrameKind.LabelLists,
        _ => NetTraceFrameKind.Unknown,
    };
}
