using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Snapshots;

/// <summary>Figures of a lane are events that readers decode by their own description.</summary>
public sealed class FigureBlocksTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Fact]
    public void Every_event_is_decoded_alike_by_both_readers_with_its_names_and_values()
    {
        byte[] file = FileWith((feed, source) =>
        {
            for (int index = 0; index < FigureTable.Events.Count; index++)
            {
                Add(feed, source.At(150 + index), FigureTable.Events[index], 70 + index, "Grüße"u8);
            }
        });

        IReadOnlyList<DecodedEvent> own = Figures(ContrailDecoding.Of(file));
        IReadOnlyList<DecodedEvent> official = Figures(TraceEventDecoding.Of(file));

        Assert.Equal(FigureTable.Events.Select(described => described.Name), official.Select(one => one.Name));
        Assert.Equal(own.Select(Text), official.Select(Text));
        foreach ((DecodedEvent decoded, FigureEvent described) in official.Zip(FigureTable.Events))
        {
            Assert.Equal((ulong)(69 + described.Id), decoded.Thread);
            Assert.Equal(Expected(described, "Grüße"), decoded.Fields);
        }
    }

    [Fact]
    public void Figures_of_several_regions_are_in_the_order_of_time_and_lose_no_events()
    {
        byte[] file = FileWith((feed, source) =>
        {
            for (int milliseconds = 110; milliseconds < 900; milliseconds += 20)
            {
                Add(feed, source.At(milliseconds), FigureTable.Host, 0, []);
            }
        });

        IReadOnlyList<DecodedEvent> figures = Figures(TraceEventDecoding.Of(file));
        Assert.Equal(40, figures.Count);
        Assert.Equal(figures.Select(one => one.Milliseconds).Order(), figures.Select(one => one.Milliseconds));
        Assert.Equal(0, OfficialReading.Of(file).EventsLost);
    }

    [Theory]
    [InlineData(new byte[] { (byte)'a', 0, (byte)'b' }, "a")]
    [InlineData(new byte[] { 0xFF, (byte)'b' }, "\uFFFDb")]
    public void A_name_that_is_no_text_does_not_harm_the_fields_after_it(byte[] name, string expected)
    {
        byte[] file = FileWith((feed, source) =>
            Add(feed, source.At(150), FigureTable.BusyThread, 9, name));

        DecodedEvent decoded = Assert.Single(Figures(TraceEventDecoding.Of(file)));
        Assert.Equal(Expected(FigureTable.BusyThread, expected), decoded.Fields);
    }

    [Fact]
    public void Bytes_that_are_no_record_are_left_out()
    {
        byte[] file = FileWith((feed, source) =>
        {
            feed.Add(source.At(140), [99, 1, 2]);
            Add(feed, source.At(150), FigureTable.Network, 0, []);
        });

        Assert.Equal("Network", Assert.Single(Figures(TraceEventDecoding.Of(file))).Name);
    }

    // A second of stream in two regions, with what is added to its lane.
    private static byte[] FileWith(Action<LaneFeed, NetTraceFile> add)
    {
        NetTraceFile source = new();
        byte[] stream = source.Add(Tick, 100).Point(500).Add(Tick, 600).Add(Tick, 1_000).Torn();
        using Recorded recorded = Recorded.Of(stream);
        add(recorded.Trace.BeginLane(LaneKind.Figures, source.At(100)), source);
        return recorded.File().Bytes;
    }

    private static void Add(
        LaneFeed feed, TraceTicks at, FigureEvent described, int threadId, ReadOnlySpan<byte> text)
    {
        byte[] record = new byte[FigureRecord.MaxBytes];
        int count = new FigureRecord(described, threadId).Write(record, text, Values(described));
        Assert.True(feed.Add(at, record.AsSpan(0, count)));
    }

    // The first is unknown, the last the largest.
    private static long[] Values(FigureEvent described) =>
        [.. described.Columns.Select((_, index) => index == 0 ? FigureTable.Unknown
            : index == described.Columns.Count - 1 ? FigureTable.NoLimit
            : 1L << index)];

    private static IEnumerable<(string, string)> Expected(FigureEvent described, string text) =>
    [
        .. described.TextName is { } name ? [(name, text)] : Array.Empty<(string, string)>(),
        .. described.Columns.Zip(Values(described))
            .Select(pair => (pair.First.Name, pair.Second.ToString(CultureInfo.InvariantCulture))),
    ];

    private static IReadOnlyList<DecodedEvent> Figures(IReadOnlyList<DecodedEvent> all) =>
        [.. all.Where(one => one.Provider == FigureBlocks.Provider)];

    private static string Text(DecodedEvent one) =>
        $"{one.Name} {one.Id} {one.Thread} {one.Milliseconds:F3} {string.Join(", ", one.Fields)}";
}
