using System.Buffers.Binary;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Finds the frames of a nettrace 4 stream, as every CoreCLR from 3.0 to 10 writes it. It keeps only the offset in the
/// stream, on which the padding of blocks depends. Not safe for concurrent use.
/// </summary>
/// <remarks>The layout is described in docs/formats/nettrace.md.</remarks>
internal sealed class NetTraceSplitter : IFrameSplitter
{
    /// <summary>
    /// Maximum size of a frame. The runtime's blocks are about 100 KiB and an event at most 64 KiB; nettrace 6 defines
    /// 16 MiB as the limit of a block, and other writers keep to that too.
    /// </summary>
    public const int MaxFrameBytes = 16 << 20;

    /// <summary>The longest name in the table is "MetadataBlock".</summary>
    private const int MaxNameBytes = 13;

    private bool _started;

    /// <summary>How many bytes of the stream have been taken as frames.</summary>
    public long StreamOffset { get; private set; }

    /// <summary>The fault after <c>Malformed</c> or <c>Unsupported</c>; null before.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>
    /// Looks for a frame at the start of <paramref name="untrusted"/>. On <c>NeedMore</c>, bytesNeeded is a lower bound
    /// of the frame's full size. Nothing moves before <see cref="Take"/>.
    /// </summary>
    public SplitStatus Split(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        frame = default;
        return _started
            ? SplitObject(untrusted, out frame, out bytesNeeded)
            : SplitStreamHeader(untrusted, out frame, out bytesNeeded);
    }

    /// <summary>Consumes the frame: the next one begins after it.</summary>
    public void Take(in Frame frame)
    {
        _started = true;
        StreamOffset += frame.WholeBytes;
    }

    private SplitStatus SplitStreamHeader(
        ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        frame = default;
        ReadOnlySpan<byte> expected = NetTraceObjects.StreamHeader;
        bytesNeeded = expected.Length;
        if (untrusted.Length >= expected.Length && untrusted.StartsWith(expected))
        {
            frame = new Frame((int)NetTraceFrameKind.StreamHeader, untrusted[..expected.Length], expected.Length);
            return SplitStatus.Complete;
        }

        if (OtherFormats.Find(untrusted) is { } other)
        {
            return Fail(SplitStatus.Unsupported, other);
        }

        int presentBytes = Math.Min(untrusted.Length, expected.Length);
        return untrusted[..presentBytes].SequenceEqual(expected[..presentBytes]) || OtherFormats.MayBegin(untrusted)
            ? SplitStatus.NeedMore
            : Fail(SplitStatus.Malformed, new TraceFault(TraceFaultCode.FormatUnrecognized, Detail: "nettrace stream"));
    }

    private SplitStatus SplitObject(ReadOnlySpan<byte> untrusted, out Frame frame, out int bytesNeeded)
    {
        frame = default;
        bytesNeeded = 1;
        if (untrusted.IsEmpty)
        {
            return SplitStatus.NeedMore;
        }

        if (untrusted[0] == NetTraceObjects.NullReference)
        {
            return SplitStatus.End;
        }

        SplitStatus head = ReadHead(untrusted, out NetTraceFrameKind kind, out int headBytes, out bytesNeeded);
        if (head != SplitStatus.Complete)
        {
            return head;
        }

        return kind == NetTraceFrameKind.Trace
            ? Close(untrusted, kind, headBytes, NetTraceObjects.TracePayloadBytes, out frame, out bytesNeeded)
            : SplitBlock(untrusted, kind, headBytes, out frame, out bytesNeeded);
    }

    private SplitStatus ReadHead(
        ReadOnlySpan<byte> untrusted, out NetTraceFrameKind kind, out int headBytes, out int bytesNeeded)
    {
        kind = default;
        headBytes = 0;
        bytesNeeded = NetTraceObjects.HeadBytes;
        ReadOnlySpan<byte> tags =
            [NetTraceObjects.BeginObject, NetTraceObjects.BeginObject, NetTraceObjects.NullReference];
        int tagBytes = Math.Min(untrusted.Length, tags.Length);
        if (!untrusted[..tagBytes].SequenceEqual(tags[..tagBytes]))
        {
            return Fail(SplitStatus.Malformed, TraceFaultCode.ObjectMissing);
        }

        if (untrusted.Length < NetTraceObjects.HeadBytes)
        {
            return SplitStatus.NeedMore;
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(untrusted[NetTraceObjects.VersionOffset..]);
        int declaredNameBytes = BinaryPrimitives.ReadInt32LittleEndian(untrusted[11..]);
        if (declaredNameBytes is < 1 or > MaxNameBytes)
        {
            return Fail(SplitStatus.Malformed, TraceFaultCode.ObjectNameInvalid);
        }

        headBytes = bytesNeeded = NetTraceObjects.HeadBytes + declaredNameBytes + 1;
        return untrusted.Length < headBytes
            ? SplitStatus.NeedMore
            : ReadName(untrusted[NetTraceObjects.HeadBytes..headBytes], version, out kind);
    }

    private SplitStatus ReadName(ReadOnlySpan<byte> nameAndTag, int version, out NetTraceFrameKind kind)
    {
        if (!NetTraceObjects.TryFind(nameAndTag[..^1], out kind) || nameAndTag[^1] != NetTraceObjects.EndObject)
        {
            return Fail(SplitStatus.Malformed, TraceFaultCode.ObjectUnknown);
        }

        int expected = kind == NetTraceFrameKind.Trace ? NetTraceObjects.TraceVersion : NetTraceObjects.BlockVersion;
        return version == expected
            ? SplitStatus.Complete
            : Fail(SplitStatus.Unsupported, new TraceFault(TraceFaultCode.ObjectVersionUnsupported, Number: version));
    }

    private SplitStatus SplitBlock(
        ReadOnlySpan<byte> untrusted,
        NetTraceFrameKind kind,
        int headBytes,
        out Frame frame,
        out int bytesNeeded)
    {
        frame = default;
        bytesNeeded = headBytes + sizeof(int);
        if (untrusted.Length < bytesNeeded)
        {
            return SplitStatus.NeedMore;
        }

        int declaredBytes = BinaryPrimitives.ReadInt32LittleEndian(untrusted[headBytes..]);
        if (declaredBytes is < 0 or > MaxFrameBytes)
        {
            return Fail(SplitStatus.Malformed, TraceFaultCode.BlockSizeInvalid);
        }

        int padBytes = PadBytes(StreamOffset + bytesNeeded);
        return Close(untrusted, kind, bytesNeeded + padBytes, declaredBytes, out frame, out bytesNeeded);
    }

    private SplitStatus Close(
        ReadOnlySpan<byte> untrusted,
        NetTraceFrameKind kind,
        int payloadOffset,
        int payloadBytes,
        out Frame frame,
        out int bytesNeeded)
    {
        frame = default;
        bytesNeeded = payloadOffset + payloadBytes + 1;
        if (untrusted.Length < bytesNeeded)
        {
            return SplitStatus.NeedMore;
        }

        if (untrusted[bytesNeeded - 1] != NetTraceObjects.EndObject)
        {
            return Fail(SplitStatus.Malformed, TraceFaultCode.ObjectEndMissing);
        }

        frame = new Frame((int)kind, untrusted.Slice(payloadOffset, payloadBytes), bytesNeeded);
        return SplitStatus.Complete;
    }

    internal static int PadBytes(long offset) => (int)(-offset & (NetTraceObjects.Alignment - 1));

    private SplitStatus Fail(SplitStatus status, TraceFault fault)
    {
        Fault = fault with { Offset = StreamOffset };
        return status;
    }
}
