using System.Buffers.Binary;
using Contrail.Machine.Perf;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Recorder.Machine;

public sealed class PerfRecordReaderTests
{
    private static readonly Gen<byte[]> AnyRecord = Gen.OneOf(
        Gen.Select(Gen.Int[1, 9], Gen.Long[0, 1000], Gen.ULong.Array[0, 200]).Select(drawn =>
            PerfDrawing.Sample(drawn.Item1, drawn.Item2, drawn.Item3)),
        Gen.Select(Gen.Long[0, 1000], Gen.Long[0, 1000]).Select(PerfDrawing.Lost),
        Gen.Long[0, 1000].Select(PerfDrawing.Throttle),
        Gen.Long[0, 1000].Select(PerfDrawing.Unthrottle),
        Gen.Select(Gen.Long[0, 1000], Gen.ULong.Array[0, 5], Gen.ULong.Array[0, 50]).Select(drawn =>
            PerfDrawing.SwitchSample(7, 8, drawn.Item1, drawn.Item2, 64, drawn.Item3)),
        Gen.Long[0, 1000].Select(time => PerfDrawing.SwitchOut(7, 8, time)),
        Gen.Long[0, 1000].Select(time => PerfDrawing.SwitchIn(7, 8, time)),
        Gen.Select(Gen.UInt[0, 30], Gen.Int[0, 60]).Select((type, bytes) => PerfDrawing.Record(type, 0, bytes)));

    [Fact]
    public void A_sample_has_its_fields()
    {
        PerfRecord record = Single(PerfDrawing.Sample(7, 1234, isKernel: true, 1, [9]));
        Assert.Equal((PerfRecordKind.Sample, 7, 8), (record.Kind, record.Pid, record.ThreadId));
        Assert.Equal((1234, 1, 5_000_000), (record.TimeNs, record.Processor, record.PeriodNs));
        Assert.True(record.IsKernel);
        Assert.False(Single(PerfDrawing.Sample(7, 1234, 9)).IsKernel);
    }

    [Fact]
    public void Frames_are_without_the_marks_of_modes()
    {
        ulong[] frames = new ulong[8];
        PerfRecord record = Single(PerfDrawing.Sample(7, 0, PerfDrawing.UserMark, 10, ulong.MaxValue - 4094, 20, 30));
        Assert.Equal(3, record.CopyFrames(frames));
        Assert.Equal([10ul, 20, 30], frames[..3]);
        Assert.Equal(2, record.CopyFrames(frames.AsSpan(0, 2)));
        Assert.Equal(0, Single(PerfDrawing.Sample(7, 0)).CopyFrames(frames));
    }

    [Fact]
    public void Callers_that_no_process_can_have_end_the_call_chain()
    {
        ulong[] frames = new ulong[8];
        Assert.Equal(2, Single(PerfDrawing.Sample(7, 0, 10, 0x7fff_ffff_f000, 1UL << 48, 20)).CopyFrames(frames));
        Assert.Equal([10ul, 0x7fff_ffff_f000], frames[..2]);
        Assert.Equal(1, Single(PerfDrawing.Sample(7, 0, 10, 0xffff_8000_0000_0000, 20)).CopyFrames(frames));

        // The instruction that ran is known: x64 has a page of code above all of a process's own.
        Assert.Equal(2, Single(PerfDrawing.Sample(7, 0, 0xffff_ffff_ff60_0000, 20)).CopyFrames(frames));
    }

    [Fact]
    public void A_loss_and_a_pause_have_their_time()
    {
        PerfRecord lost = Single(PerfDrawing.Lost(50, 3));
        Assert.Equal((PerfRecordKind.Lost, 50, 3), (lost.Kind, lost.TimeNs, lost.LostCount));
        PerfRecord paused = Single(PerfDrawing.Throttle(60));
        Assert.Equal((PerfRecordKind.Throttle, 60), (paused.Kind, paused.TimeNs));
        Assert.Equal(PerfRecordKind.Unthrottle, Single(PerfDrawing.Unthrottle(61)).Kind);
    }

    [Fact]
    public void A_context_switch_has_its_thread_and_its_stack()
    {
        PerfRecord sample = Single(PerfDrawing.SwitchSample(7, 8, 50, [9], pointer: 0x1000, stack: [1, 2]));
        Assert.Equal((PerfRecordKind.SwitchSample, 7, 8), (sample.Kind, sample.Pid, sample.ThreadId));
        Assert.Equal(50, sample.TimeNs);
        Assert.Equal((0x1000ul, 16), (sample.StackPointer, sample.Stack.Length));
        Assert.True(Single(PerfDrawing.SwitchSample(7, 8, 50, [9])).Stack.IsEmpty);
        PerfRecord preempted = Single(PerfDrawing.SwitchOut(7, 8, 60, isPreempted: true));
        Assert.Equal((PerfRecordKind.SwitchOut, 7, 8), (preempted.Kind, preempted.Pid, preempted.ThreadId));
        Assert.True(preempted.IsPreempted);
        Assert.False(Single(PerfDrawing.SwitchOut(7, 8, 60)).IsPreempted);
        Assert.Equal(PerfRecordKind.SwitchIn, Single(PerfDrawing.SwitchIn(7, 8, 70)).Kind);
    }

    [Theory]
    [InlineData(9ul, 16ul)]
    [InlineData(16ul, 17ul)]
    [InlineData(ulong.MaxValue, 8ul)]
    public void A_stack_with_an_impossible_size_is_none(ulong declaredBytes, ulong copiedBytes)
    {
        byte[] record = PerfDrawing.SwitchSample(7, 8, 50, [], pointer: 0x1000, stack: [1, 2]);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(record.Length - 32), declaredBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(record.Length - 8), copiedBytes);
        Assert.True(Single(record).Stack.IsEmpty);
    }

    [Theory]
    [InlineData(2ul)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1ul << 61)]
    public void More_addresses_than_there_are_make_a_record_unknown(ulong declaredCount) =>
        Assert.Equal(PerfRecordKind.Unknown, Single(PerfDrawing.Sample(7, 0, false, declaredCount, [1])).Kind);

    [Fact]
    public void A_time_that_no_clock_shows_makes_a_record_unknown() =>
        Assert.Equal(PerfRecordKind.Unknown, Single(PerfDrawing.Sample(7, -1)).Kind);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(49)]
    [InlineData(ushort.MaxValue)]
    public void An_impossible_size_ends_the_reading(int declaredBytes)
    {
        byte[] record = PerfDrawing.Lost(1, 1);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)declaredBytes);
        PerfRecordReader reader = new(record);
        Assert.False(reader.TryRead(out _));
        Assert.False(reader.IsAtEnd);
    }

    /// <summary>Records read one after the other, whatever kinds they are; a torn end is not read.</summary>
    [Fact]
    public void Records_are_read_up_to_a_tear() =>
        Gen.Select(AnyRecord.Array[0, 12], Gen.Int[0, 2000]).Sample((records, cut) =>
        {
            byte[] all = [.. records.SelectMany(record => record)];
            byte[] torn = all[..Math.Max(0, all.Length - cut)];
            PerfRecordReader reader = new(torn);
            int readBytes = 0;
            int count = 0;
            ulong[] frames = new ulong[127];
            while (reader.TryRead(out PerfRecord record))
            {
                _ = record.CopyFrames(frames);
                readBytes += records[count++].Length;
            }

            Assert.True(readBytes <= torn.Length);
            Assert.Equal(readBytes == torn.Length, reader.IsAtEnd);
            Assert.True(count == records.Length || readBytes + records[count].Length > torn.Length);
        });

    /// <summary>Whatever the bytes are, the reader ends and does not throw.</summary>
    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Gen.Byte.Array[0, 400].Sample(bytes =>
        {
            PerfRecordReader reader = new(bytes);
            ulong[] frames = new ulong[127];
            while (reader.TryRead(out PerfRecord record))
            {
                Assert.InRange(record.CopyFrames(frames), 0, frames.Length);
            }
        });

    private static PerfRecord Single(byte[] bytes)
    {
        PerfRecordReader reader = new(bytes);
        Assert.True(reader.TryRead(out PerfRecord record));
        Assert.True(reader.IsAtEnd);
        return record;
    }
}
