using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>A capture moved to another time and another process.</summary>
internal static class LaterCapture
{
    /// <summary>The offsets of the trace object's fields in a stream.</summary>
    private const int TraceOffset = 53;
    private const int SyncOffset = TraceOffset + 16;
    private const int ProcessIdOffset = TraceOffset + 36;

    /// <summary>The stream, so that it begins when the other has ended, and in the other's process.</summary>
    public static byte[] After(byte[] stream, byte[] other)
    {
        TraceTicks ended = ReadBack.Of(other).Times.Max();
        byte[] moved = Move(stream, ended.Since(ReadBack.Of(stream).Times.Min()) + 1_000_000);
        other.AsSpan(ProcessIdOffset, sizeof(int)).CopyTo(moved.AsSpan(ProcessIdOffset));
        return moved;
    }

    private static byte[] Move(byte[] stream, long ticks)
    {
        Assert.True(TraceObject.TryRead(stream.AsSpan(TraceOffset, 48), out TraceObject? trace));
        NetTraceWriter writer = new();
        writer.Begin(trace! with { SyncTicks = new TraceTicks(trace.SyncTicks.Value + ticks) });
        NetTraceSplitter splitter = new();
        int offset = 0;
        SplitStatus status;
        while ((status = splitter.Split(stream.AsSpan(offset), out Frame frame, out _)) == SplitStatus.Complete)
        {
            NetTraceFrameKind kind = (NetTraceFrameKind)frame.Kind;
            if (kind > NetTraceFrameKind.Trace)
            {
                writer.Block(kind, Move(kind, frame.Payload, ticks));
            }

            splitter.Take(frame);
            offset += frame.WholeBytes;
        }

        if (status == SplitStatus.End)
        {
            writer.End();
        }

        return [.. writer.Parts.SelectMany(part => part.ToArray())];
    }

    private static byte[] Move(NetTraceFrameKind kind, ReadOnlySpan<byte> payload, long ticks)
    {
        byte[] moved = payload.ToArray();
        switch (kind)
        {
            case NetTraceFrameKind.SequencePoint:
                Add(moved, 0, ticks);
                break;
            case NetTraceFrameKind.Events:
                Add(moved, 4, ticks);
                Add(moved, 12, ticks);
                return MoveFirst(moved, ticks);
        }

        return moved;
    }

    // The first event's time is absolute, and all others' are differences.
    private static byte[] MoveFirst(byte[] block, long ticks)
    {
        int position = BinaryPrimitives.ReadInt16LittleEndian(block);
        if (position == block.Length)
        {
            return block;
        }

        EventHeaderFlags flags = (EventHeaderFlags)block[position++];
        int fields = (flags.HasFlag(EventHeaderFlags.MetadataId) ? 1 : 0)
            + (flags.HasFlag(EventHeaderFlags.Capture) ? 3 : 0)
            + (flags.HasFlag(EventHeaderFlags.ThreadId) ? 1 : 0)
            + (flags.HasFlag(EventHeaderFlags.StackId) ? 1 : 0);
        for (int field = 0; field < fields; field++)
        {
            Assert.True(VarUInt.TryRead(block, ref position, out _));
        }

        int end = position;
        Assert.True(VarUInt.TryRead(block, ref end, out ulong at));
        byte[] number = new byte[VarUInt.MaxBytes];
        int count = VarUInt.Write(number, unchecked(at + (ulong)ticks));
        return [.. block[..position], .. number[..count], .. block[end..]];
    }

    private static void Add(byte[] block, int offset, long ticks) => BinaryPrimitives.WriteInt64LittleEndian(
        block.AsSpan(offset), BinaryPrimitives.ReadInt64LittleEndian(block.AsSpan(offset)) + ticks);
}
