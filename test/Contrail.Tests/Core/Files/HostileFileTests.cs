using System.Diagnostics;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Files;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>
/// Malicious or corrupted bytes for everything that reads them: recording, reader, verify, repair, cut and info. None
/// of them throws, all keep what precedes the damage and report its position, and none exceeds its memory limit.
/// </summary>
public sealed class HostileFileTests
{
    /// <summary>Three buffers of the largest frame, a recording and a symbol table.</summary>
    private const long MaxAllocated = 192 << 20;

    private static readonly RecordingLimits Limits = new(TimeSpan.FromMinutes(1), 16 << 20);

    [Fact]
    public void A_stream_cut_at_every_byte_keeps_its_complete_frames_everywhere_and_the_tear_has_its_position()
    {
        byte[] stream = Captures.Drawn().Torn()[..3000];
        for (int bytes = 0; bytes < stream.Length; bytes++)
        {
            Outcome outcome = Outcome.Of(stream[..bytes]);
            int events = ReadBack.Of(stream.AsSpan(0, bytes)).Events.Count;
            Assert.Equal((events, events, events), (outcome.Recorded, outcome.Verified, outcome.Repaired));
            if (outcome.Damage is { } damage)
            {
                Assert.Equal(outcome.Torn, damage.Offset);
                Assert.InRange(damage.Offset, 32, bytes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void A_real_capture_cut_anywhere_keeps_its_complete_frames_everywhere(string name)
    {
        byte[] capture = Captures.Read(name);
        for (int bytes = 103; bytes < capture.Length; bytes += 2_003)
        {
            Outcome outcome = Outcome.Of(capture[..bytes]);
            Assert.Equal((outcome.Verified, outcome.Verified), (outcome.Recorded, outcome.Repaired));
        }
    }

    [Theory]
    [MemberData(nameof(Captures.Real), MemberType = typeof(Captures))]
    public void Flipped_bits_affect_only_what_follows_them(string name)
    {
        byte[] capture = Captures.Read(name)[..60_000];
        Gen.Select(Gen.Int[32, capture.Length - 1], Gen.Int[0, 7]).Sample(
            (at, bit) =>
            {
                byte[] flipped = [.. capture];
                flipped[at] ^= (byte)(1 << bit);
                Outcome outcome = Outcome.Of(flipped);

                // Every frame that ends before the flipped byte is kept.
                int eventsBefore = ReadBack.Of(capture.AsSpan(0, at)).Events.Count;
                Assert.InRange(outcome.Recorded, eventsBefore, int.MaxValue);
                Assert.InRange(outcome.Repaired, eventsBefore, int.MaxValue);
            },
            iter: 60, threads: 1);
    }

    [Fact]
    public void Random_bytes_after_an_intact_or_empty_beginning_crash_no_reader()
    {
        byte[] begin = Mutations.Sound().Torn();
        Gen.Select(Gen.Int[0, begin.Length], Gen.Byte.Array[0, 300]).Sample(
            (kept, noise) => Outcome.Of([.. begin.AsSpan(0, kept), .. noise]),
            iter: 300, threads: 1);
    }

    [Fact]
    public void Impossible_lengths_and_counts_take_neither_memory_nor_time()
    {
        byte[] sound = Mutations.Sound().Whole();
        long[] absurd = [0x7FFF_FFFF, 0xFFFF_FFFF, 0x8000_0000, 0x0100_0000, 0x00FF_FFFF, 0x7FFF_FFF0, 0];
        Stopwatch watch = Stopwatch.StartNew();
        long worst = 0;
        for (int at = 32; at < sound.Length - 4; at++)
        {
            byte[] file = [.. sound];
            BitConverter.TryWriteBytes(file.AsSpan(at), unchecked((uint)absurd[at % absurd.Length]));
            long before = GC.GetAllocatedBytesForCurrentThread();
            Outcome.Of(file);
            worst = Math.Max(worst, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.InRange(worst, 0, MaxAllocated);
        // 600 files; a single loop that believed a count would take longer than that alone.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_long_file_takes_no_more_memory_to_check_and_repair_than_a_short_one()
    {
        Allocated(repeats: 20);
        Assert.InRange(Allocated(repeats: 2_000) - Allocated(repeats: 20), -64 << 10, 64 << 10);
    }

    // The output is not kept in memory: its owner empties it as it arrives.
    private static long Allocated(int repeats)
    {
        NetTraceFile file = new();
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        for (int index = 0; index < repeats; index++)
        {
            file.Stacks(1, [0x1000]).Add(tick, index, stack: 1).Point(index + 0.5);
        }

        byte[] bytes = file.Whole();
        DiscardingWriter written = new();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(Intake.Verify(bytes).IsComplete);
        NetTraceRepairer repairer = new(written, TraceFaultText.Of);
        Intake.Feed(repairer, bytes.AsSpan(..^1), pieceBytes: 5_000);
        Assert.Equal(repeats, repairer.Conclude().Events);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private sealed class DiscardingWriter : System.Buffers.IBufferWriter<byte>
    {
        private readonly byte[] _bytes = new byte[64 << 10];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0) => _bytes;

        public Span<byte> GetSpan(int sizeHint = 0) => _bytes;
    }

    /// <summary>What each reader made of one file: how many of the stream's events it kept.</summary>
    private sealed record Outcome(int Recorded, int Verified, int Repaired, long Torn, Finding? Damage)
    {
        public static Outcome Of(byte[] file)
        {
            using Recorded recorded = Support.Recorded.Of(file, Limits).End();
            using MemoryStream stream = new(file);
            TraceFileFacts.TryRead(stream, out _, out _);
            TraceVerdict verdict = Intake.Verify(file);
            (byte[] repairedFile, TraceRepair repair) = Intake.Repair(file);
            if (repair.Refusal is null)
            {
                Assert.True(Intake.Verify(repairedFile).IsComplete);
            }

            Intake.TryCut(file, range => range);
            bool began = recorded.Trace.Counts().Start is not null;
            return new Outcome(
                began ? ReadBack.Of(recorded.File().Bytes).StreamEvents.Count() : 0,
                (int)verdict.Events,
                (int)repair.Events!.Value,
                repair.TornAt,
                verdict.Findings.Count > 0 ? verdict.Findings[^1] : null);
        }
    }
}
