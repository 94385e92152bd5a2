using Contrail.Core.NetTrace.Async;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Async;

/// <summary>The buffers of .NET 11's async profiler, sound and not.</summary>
public sealed class AsyncEventReaderTests
{
    private const byte NewKind = 99;

    [Fact]
    public void Each_field_is_read()
    {
        byte[] payload = new AsyncBuffer(thread: 3, threadId: 1_234, startsAt: 10)
            .Add(AsyncEventKind.CreateStateMachineContext, 11, 7, 300)
            .Stack(AsyncEventKind.ResumeStateMachineStack, 12.5, 300, 0x7000_0000_1000, 0x7000_0000_0040, 0x9000)
            .Add(AsyncEventKind.UnwindStateMachineException, 13, 2)
            .Add(AsyncEventKind.CompleteStateMachineContext, 13).Payload();
        Reading reading = Read(payload);
        Assert.Equal(
            [
                "CreateStateMachineContext 1 of 300 in 7",
                "ResumeStateMachineStack 2.5 of 300 in 0 700000001000 700000000040 9000 frames 3",
                "UnwindStateMachineException 3 of 0 in 0 frames 2",
                "CompleteStateMachineContext 3 of 0 in 0",
            ],
            reading.Lines);
        Assert.Equal(AsyncBufferFault.None, reading.Fault);
        Assert.Equal(payload.Length, reading.Offset);
        Assert.Equal((3u, 1_234ul, 4u), (reading.ThreadContextId, reading.ThreadId, reading.DeclaredCount));
    }

    [Fact]
    public void A_runtime_stack_has_no_states_and_a_created_one_has_a_parent()
    {
        Reading reading = Read(new AsyncBuffer()
            .Stack(AsyncEventKind.CreateRuntimeStack, 1, 5, 0, 0x2000, 0x1000)
            .Stack(AsyncEventKind.ResumeRuntimeStack, 2, 5, 0x2000).Payload());
        Assert.Equal(
            ["CreateRuntimeStack 1 of 5 in 0 0 2000 1000 frames 3", "ResumeRuntimeStack 2 of 5 in 0 2000 frames 1"],
            reading.Lines);
    }

    [Fact]
    public void Another_version_of_the_buffer_is_reported_and_not_read()
    {
        Reading reading = Read(new AsyncBuffer(version: 2).Add(AsyncEventKind.ResetThread, 1).Payload());
        Assert.Equal(AsyncBufferFault.UnknownVersion, reading.Fault);
        Assert.Empty(reading.Lines);
    }

    [Fact]
    public void A_kind_without_a_declared_length_ends_reading_and_the_steps_before_it_are_read()
    {
        AsyncBuffer buffer = new AsyncBuffer().Add(AsyncEventKind.ResetThread, 1);
        int offset = buffer.Payload().Length;
        Reading reading = Read(buffer.Raw(NewKind, 2, [], 0).Add(AsyncEventKind.ResetThread, 3).Payload());
        Assert.Equal(AsyncBufferFault.UnknownEvent, reading.Fault);
        Assert.Equal(offset, reading.Offset);
        Assert.Equal(["ResetThread 1 of 0 in 0"], reading.Lines);
    }

    [Fact]
    public void Metadata_declares_the_length_of_a_new_kind_which_is_reported_as_unknown()
    {
        byte[] metadata = [1, 1, 1, 1, 32, 1, NewKind, 4, 2];
        Reading reading = Read(new AsyncBuffer()
            .Raw((byte)AsyncEventKind.Metadata, 1, metadata, sizeof(ushort))
            .Raw(NewKind, 2, [1, 2, 3], sizeof(ushort)).Add(AsyncEventKind.ResetThread, 3).Payload());
        Assert.Equal(
            ["Metadata 1 of 0 in 0", "Unknown 2 of 0 in 0", "ResetThread 3 of 0 in 0"], reading.Lines);
        Assert.Equal(AsyncBufferFault.None, reading.Fault);
    }

    [Fact]
    public void Fields_that_a_newer_version_appends_are_skipped()
    {
        Reading reading = Read(new AsyncBuffer()
            .Add(AsyncEventKind.ResumeRuntimeContext, 1, 5, 6, 7).Add(AsyncEventKind.ResetThread, 2).Payload());
        Assert.Equal(["ResumeRuntimeContext 1 of 5 in 0", "ResetThread 2 of 0 in 0"], reading.Lines);
    }

    [Fact]
    public void A_step_whose_payload_is_too_short_is_invalid()
    {
        Reading reading = Read(new AsyncBuffer().Raw((byte)AsyncEventKind.ResumeRuntimeContext, 1, [], 1).Payload());
        Assert.Equal(AsyncBufferFault.Malformed, reading.Fault);
    }

    [Fact]
    public void A_buffer_cut_anywhere_is_read_up_to_there_and_reported_as_cut()
    {
        byte[] payload = new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 200)
            .Stack(AsyncEventKind.CreateRuntimeStack, 1, 200, 0x2000, 0x1000)
            .Add(AsyncEventKind.ResumeRuntimeContext, 900, 200).Payload();
        List<string> whole = Read(payload).Lines;
        for (int length = 0; length < payload.Length; length++)
        {
            Reading reading = Read(payload[..length]);
            Assert.Equal(AsyncBufferFault.Cut, reading.Fault);
            Assert.InRange(reading.Offset, 0, length);
            Assert.Equal(whole.Take(reading.Lines.Count), reading.Lines);
        }
    }

    [Theory]
    [InlineData("net11-async")]
    [InlineData("net11-async-killed")]
    public void Real_buffers_are_read_to_their_ends(string name)
    {
        List<byte[]> buffers = Buffers(name);
        Assert.NotEmpty(buffers);
        AsyncEventSchema schema = new();
        Assert.All(buffers, buffer =>
        {
            Reading reading = Read(buffer, schema);
            Assert.Equal(AsyncBufferFault.None, reading.Fault);
            Assert.Equal(reading.DeclaredCount, (uint)reading.Lines.Count);
        });
    }

    [Fact]
    public void Flipped_and_cut_buffers_never_throw_and_end_within_their_bytes()
    {
        List<byte[]> buffers = Buffers("net11-async");
        Random random = new(20_261_128);
        for (int round = 0; round < 20_000; round++)
        {
            byte[] bytes = [.. buffers[random.Next(buffers.Count)]];
            for (int flips = random.Next(1, 6); flips > 0; flips--)
            {
                bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
            }

            byte[] cut = bytes[..random.Next(bytes.Length + 1)];
            AsyncEventReader reader = new(cut, new AsyncEventSchema());
            int count = 0;
            while (reader.MoveNext())
            {
                count++;
                AsyncFrameReader frames = reader.Frames;
                int depth = 0;
                while (frames.MoveNext())
                {
                    depth++;
                }

                Assert.InRange(depth, 0, byte.MaxValue);
            }

            // A step has at least two bytes.
            Assert.InRange(count, 0, cut.Length / 2);
            Assert.InRange(reader.Offset, 0, cut.Length);
        }
    }

    private static Reading Read(byte[] payload, AsyncEventSchema? schema = null)
    {
        AsyncEventReader reader = new(payload, schema ?? new AsyncEventSchema());
        List<string> lines = [];
        long start = reader.At.Value;
        while (reader.MoveNext())
        {
            string line = $"{reader.Kind} {(reader.At.Value - start) / 1e6} of {reader.ContextId} in {reader.ParentId}";
            AsyncFrameReader frames = reader.Frames;
            while (frames.MoveNext())
            {
                line += $" {frames.Address:x}";
            }

            lines.Add(line + (reader.FrameCount == 0 ? "" : $" frames {reader.FrameCount}"));
        }

        return new Reading(
            lines, reader.Fault, reader.Offset, reader.ThreadContextId, reader.ThreadId, reader.DeclaredCount);
    }

    private static List<byte[]> Buffers(string name)
    {
        BufferVisitor visitor = new();
        NetTraceReader reader = new(visitor);
        byte[] file = Captures.Read(name);
        for (int taken = 0; taken < file.Length;)
        {
            Span<byte> room = reader.Room();
            int count = Math.Min(room.Length, file.Length - taken);
            file.AsSpan(taken, count).CopyTo(room);
            reader.Advance(count);
            taken += count;
        }

        return visitor.Buffers;
    }

    private sealed record Reading(
        List<string> Lines,
        AsyncBufferFault Fault,
        int Offset,
        uint ThreadContextId,
        ulong ThreadId,
        uint DeclaredCount);

    private sealed class BufferVisitor : INetTraceVisitor
    {
        public List<byte[]> Buffers { get; } = [];

        public void OnTrace(TraceObject trace)
        {
        }

        public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
        {
        }

        public void OnEvent(MetadataRow row, in EventBlockReader current)
        {
            if (row.Provider == AsyncEventReader.Provider)
            {
                Buffers.Add(current.Payload.ToArray());
            }
        }
    }
}
