using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Recording;

/// <summary>Go's own rule, held against its worked examples, and against the eight lines that it is.</summary>
public sealed class GoRetentionTests
{
    // Generations K, L, M, N begin at 6, 7, 8 and 9 s; N has just ended, at 10 s. Times here are milliseconds.
    [Theory]
    [InlineData("4 4 4 4", 10, 100_000, "L M N")]     // 4, 8 ≤ 10: one more; 12 > 10: no more.
    [InlineData("4 4 4 4", 8, 100_000, "L M N")]      // 8 is not over 8.
    [InlineData("4 4 4 4", 1000, 2_000, "L M N")]     // The age of M, 2.0, is not over 2.0.
    [InlineData("4 4 4 4", 1000, 1_500, "M N")]
    [InlineData("4 4 4 50", 10, 100_000, "N")]        // The newest stays, already over.
    [InlineData("4 4 50 2", 10, 100_000, "M N")]      // 2 ≤ 10, so M is kept, whatever its size.
    [InlineData("4 4 4 4", 0, 100_000, "N")]
    [InlineData("4 4 4 4", 1000, 0, "N")]
    [InlineData("4 4 4 4", -1, 100_000, "N")]
    [InlineData("4 4 4 4", 1000, -1, "N")]
    public void Gos_rule_keeps_what_its_examples_keep(string sizes, long maxBytes, long ageTicks, string kept)
    {
        long[] bytes = [.. sizes.Split(' ').Select(long.Parse)];
        (long, TraceTicks)[] newestFirst = [.. Enumerable.Range(0, 4)
            .Select(index => (bytes[3 - index], new TraceTicks(9_000 - (index * 1_000L))))];
        int count = GoRetention.CountKept(newestFirst, maxBytes, ageTicks, new TraceTicks(10_000));
        Assert.Equal(kept, string.Join(' ', "K L M N".Split(' ')[^count..]));
    }

    [Fact]
    public void An_empty_ring_keeps_nothing() =>
        Assert.Equal(0, GoRetention.CountKept([], 10, 10, new TraceTicks(1)));

    [Fact]
    public void The_ring_keeps_what_the_eight_lines_of_Gos_recorder_keep() => Gen.Select(
        Gen.Int[0, 3000].Array[1, 25],
        Gen.Int[0, 8].Array[1, 25],
        Gen.Int[0, 25],
        Gen.Int[-1, 1],
        Gen.Int[0, 24]).Sample((sizes, halfSeconds, exactCount, offBytes, maxHalfSeconds) =>
        {
            GoTraceFile file = new(26);
            List<(ulong Number, long Bytes, long Start, long End)> all = [];
            ulong start = 5_000_000_000;
            for (int index = 0; index < sizes.Length; index++)
            {
                ulong number = (ulong)index + 1;
                ulong end = start + ((ulong)halfSeconds[index % halfSeconds.Length] * 500_000_000);
                byte[] payload = new byte[sizes[index]];
                file.Clocks(number, start).Batch(number, 7, end, payload).End();

                // Clocks and events; the clocks' payload is what is left of them without head.
                int headBytes = 11 + HeadBytes(number, ulong.MaxValue, start);
                int clockBytes = file.FrameEnds[^3] - file.FrameEnds[^4] - headBytes;
                long ruleBytes = RuleBytes(number, ulong.MaxValue, start, clockBytes)
                    + RuleBytes(number, 7, end, payload.Length);
                all.Add((number, ruleBytes, (long)start, (long)end));
                start = end;
            }

            // Limits that are met exactly, or missed by a byte: where a rule is easily wrong.
            long maxBytes = Math.Max(0, all.TakeLast(exactCount).Sum(one => one.Bytes) + offBytes);
            using GoRecorded recorded = new(maxBytes, maxHalfSeconds / 2d, keepAsGo: true);
            recorded.Trace.Append(file.Bytes);
            Assert.Equal(Model(all, maxBytes, maxHalfSeconds * 500_000_000L), recorded.Take()!.Generations);
        }, iter: 500);

    // The loop of the recorder's source, at every end of a generation; it never forgets what the ring may not have.
    private static string Model(
        List<(ulong Number, long Bytes, long Start, long End)> all, long maxBytes, long ageTicks)
    {
        List<(ulong Number, long Bytes, long Start, long End)> ring = [];
        foreach ((ulong Number, long Bytes, long Start, long End) ended in all)
        {
            List<(ulong Number, long Bytes, long Start, long End)> keep = [ended];
            long bytes = ended.Bytes;
            for (int index = ring.Count - 1; index >= 0; index--)
            {
                if (bytes > maxBytes || ended.End - keep[^1].Start > ageTicks)
                {
                    break;
                }

                bytes += ring[index].Bytes;
                keep.Add(ring[index]);
            }

            keep.Reverse();
            ring = keep;
        }

        return string.Join(' ', ring.Select(one => one.Number));
    }

    private static int HeadBytes(ulong number, ulong thread, ulong time) =>
        GoTraceFile.Var(number).Length + GoTraceFile.Var(thread).Length + GoTraceFile.Var(time).Length;

    private static long RuleBytes(ulong number, ulong thread, ulong time, int payloadBytes) =>
        1 + Counted(number) + Counted(thread) + Counted(time) + Counted((ulong)payloadBytes) + payloadBytes;

    // D10: one byte too many for numbers of 7, 14, 21 … bits.
    private static int Counted(ulong value)
    {
        int bits = 0;
        for (ulong rest = value; rest > 0; rest >>= 1)
        {
            bits++;
        }

        return GoTraceFile.Var(value).Length + (bits > 0 && bits % 7 == 0 ? 1 : 0);
    }
}
