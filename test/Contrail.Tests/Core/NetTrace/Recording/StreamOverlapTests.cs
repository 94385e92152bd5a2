using System.Buffers.Binary;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>
/// Two streams of one process, the second opened before the first has ended: the runtime writes to both meanwhile, each
/// event with a time of its own in each.
/// </summary>
public sealed class StreamOverlapTests
{
    private const double SecondOpenedAt = 1000;
    private const double FirstEndsAt = 1020;

    private enum Kind
    {
        Both,
        FirstOnly,
        SecondOnly,
    }

    private static readonly Gen<Written> AnyEvent = Gen.Select(
        Gen.Int[1, 4], Gen.Enum<Kind>(), Gen.Double[0.1, 6], Gen.Int[0, 6],
        (thread, kind, after, closes) => new Written((ulong)thread, kind, after, closes == 0));

    [Theory]
    [InlineData(0.001, true)]
    [InlineData(-0.001, true)]
    [InlineData(0.05, true)]
    [InlineData(0.001, false)]
    [InlineData(-0.001, false)]
    public void Events_in_both_streams_are_kept_once_and_none_is_missing(double laterInSecond, bool numbered) =>
        AnyEvent.List[1, 80].Sample(
            written => Verify(Place(written), laterInSecond, numbered), iter: 400, threads: 1);

    [Fact]
    public void Losses_of_the_first_stream_up_to_its_end_stay_losses_and_the_others_are_not_counted_twice()
    {
        NetTraceFile one = new();
        NetTraceFile two = new();
        one.Add(Numbered(1), 900).Add(Numbered(4), 1003, lost: 2).CloseBlock().Point(1020);
        two.Add(Numbered(2), 1001).Add(Numbered(3), 1002).Add(Numbered(4), 1003.001).Add(Numbered(7), 1030, lost: 2);
        using Recorded recorded = new();
        recorded.Trace.ExpectStream(one.At(990));
        (byte[] file, SnapshotManifest manifest) = recorded.Feed(one.Whole()).Next().Feed(two.Torn()).File();
        Assert.Equal([1, 4, 7], NumbersIn(file));
        Assert.Equal(4, manifest.EventsLost);
        Assert.Equal(4, OfficialReading.Of(file).EventsLost);
    }

    [Fact]
    public void A_thread_that_fills_several_blocks_does_not_end_the_overlap_for_the_next()
    {
        NetTraceFile one = new();
        NetTraceFile two = new();
        one.Add(Numbered(1), 1001, thread: 2).Add(Numbered(2), 1002);
        // Row 1, the third event of thread 2: going on with a thread it is not marked as sorted.
        long at = two.At(1045).Value;
        byte[] second = new BlockDrawing()
            .Blob((EventHeaderFlags)0x87, [1, 2, 2, 0, 2, (ulong)at, sizeof(int)]).Bytes(4, 0, 0, 0).ToArray();
        EventBlockHeader.WriteTimes(second, two.At(1045), two.At(1045));
        two.Add(Numbered(1), 1001.001, thread: 2).Add(Numbered(3), 1030, thread: 2)
            .Block(NetTraceFrameKind.Events, second)
            .Add(Numbered(2), 1002.001).Add(Numbered(5), 1050);
        using Recorded recorded = new();
        recorded.Trace.ExpectStream(one.At(1000));
        byte[] file = recorded.Feed(one.Point(1020).Whole()).Next().Feed(two.Torn()).File().Bytes;
        Assert.Equal([1, 2, 3, 4, 5], NumbersIn(file));
        Assert.Equal(0, OfficialReading.Of(file).EventsLost);
    }

    [Fact]
    public void Without_an_overlap_the_next_stream_is_unchanged()
    {
        NetTraceFile one = new();
        NetTraceFile two = new();
        one.Add(Numbered(7), 900).CloseBlock();
        two.Add(Numbered(7), 1100).Add(Numbered(7), 1101).CloseBlock();
        using Recorded recorded = new();
        recorded.Trace.ExpectStream(one.At(899));
        Assert.Equal([7, 7, 7], NumbersIn(recorded.Feed(one.Torn()).Next().Feed(two.Torn()).File().Bytes));
    }

    private static List<(Written Event, double At)> Place(List<Written> written)
    {
        double at = 980;
        return [.. written.Select(one => (one, at += one.After))];
    }

    private static void Verify(List<(Written Event, double At)> written, double laterInSecond, bool numbered)
    {
        NetTraceFile one = new();
        NetTraceFile two = new();
        one.Stacks(1, [0xA1]);
        two.Stacks(1, [0xB2]);
        for (int number = 0; number < written.Count; number++)
        {
            (Written written1, double at) = written[number];
            FileEvent kind = Numbered(numbered ? number : 0, written1.Kind);
            if (written1.Kind != Kind.SecondOnly && at < FirstEndsAt)
            {
                Write(one, kind, at, written1);
            }

            if (written1.Kind != Kind.FirstOnly && at >= SecondOpenedAt)
            {
                Write(two, kind, at + laterInSecond, written1);
            }
        }

        using Recorded recorded = new();
        recorded.Trace.ExpectStream(one.At(numbered ? 950 : SecondOpenedAt));
        recorded.Feed(one.Point(FirstEndsAt).Whole()).Next().Feed(two.Torn());
        byte[] file = recorded.File(one.At(5000)).Bytes;
        OfficialReading official = OfficialReading.Of(file);
        Assert.Equal(0, official.EventsLost);
        ReadBack read = ReadBack.Of(file);
        Assert.Equal((0, 0L), (read.DanglingStackCount, read.EventsLost));
        AssertOnce(written, read, Kind.Both, _ => true);
        AssertOnce(written, read, Kind.FirstOnly, at => at < FirstEndsAt);
        int late = written.Count(one => one.Event.Kind == Kind.SecondOnly && one.At >= FirstEndsAt);
        int possible = written.Count(one => one.Event.Kind == Kind.SecondOnly && one.At >= SecondOpenedAt);
        Assert.InRange(LinesOf(read, Kind.SecondOnly).Count(), late, possible);
    }

    private static void AssertOnce(
        List<(Written Event, double At)> written, ReadBack read, Kind kind, Func<double, bool> isRecorded)
    {
        IEnumerable<string> expected = written
            .Select((one, number) => (one.Event, one.At, Number: number))
            .Where(one => one.Event.Kind == kind && isRecorded(one.At))
            .Select(one => $"t{one.Event.Thread}");
        Assert.Equal(expected.Order(), LinesOf(read, kind).Select(line => line.Split(' ')[2]).Order());
        List<string> payloads = [.. LinesOf(read, kind).Select(line => line.Split(' ')[^1])];
        Assert.True(payloads.Count == payloads.Distinct().Count() || payloads.Distinct().Count() == 1);
    }

    private static IEnumerable<string> LinesOf(ReadBack read, Kind kind) =>
        read.StreamEvents.Where(line => line.StartsWith($"Drawn/{(int)kind + 1} ", StringComparison.Ordinal));

    private static void Write(NetTraceFile file, FileEvent kind, double at, Written written)
    {
        file.Add(kind, at, written.Thread, stack: 1);
        if (written.ClosesBlock)
        {
            file.CloseBlock();
        }
    }

    private static IEnumerable<int> NumbersIn(byte[] file) => ReadBack.Of(file).StreamEvents.Select(
        line => BinaryPrimitives.ReadInt32LittleEndian(Convert.FromHexString(line.Split(' ')[^1])));

    private static FileEvent Numbered(int number, Kind kind = Kind.Both) =>
        new("Drawn", (int)kind + 1, 0, BitConverter.GetBytes(number)) { Name = kind.ToString() };

    private readonly record struct Written(ulong Thread, Kind Kind, double After, bool ClosesBlock);
}
