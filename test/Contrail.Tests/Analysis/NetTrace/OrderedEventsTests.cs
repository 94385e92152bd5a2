using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>A file has one thread after the other; the events are passed on in the order of time.</summary>
public sealed class OrderedEventsTests
{
    private const string Provider = "App";

    [Fact]
    public void Any_threads_between_any_sequence_points_are_passed_on_in_the_order_of_time() =>
        Gen.Select(Gen.Int[0, 99], Gen.ULong[1, 5]).Array[0, 40].Array[0, 5].Sample(regions =>
        {
            NetTraceFile file = new();
            List<int> expected = [];
            for (int region = 0; region < regions.Length; region++)
            {
                // A thread's events are in the order of time, and so are regions.
                (int At, ulong Thread)[] events =
                    [.. regions[region].OrderBy(one => one.Item2).ThenBy(one => one.Item1)];
                foreach ((int at, ulong thread) in events)
                {
                    file.Add(Custom(Provider, (region * 1_000) + at, ""), at: (region * 100) + at, thread);
                }

                expected.AddRange(events.Select(one => (region * 1_000) + one.At).Order());
                file.Point(at: (region * 100) + 99.5);
            }

            return Read(file.Whole()).Ids.SequenceEqual(expected);
        });

    [Fact]
    public void Events_of_equal_time_keep_their_order()
    {
        NetTraceFile file = new();
        for (int id = 1; id <= 100; id++)
        {
            file.Add(Custom(Provider, id, ""), at: id == 1 ? 9 : 5);
        }

        Assert.Equal([.. Enumerable.Range(2, 99), 1], Read(file.Whole()).Ids);
    }

    [Fact]
    public void A_row_that_is_not_required_is_skipped_and_the_payload_is_the_events_own()
    {
        FileEvent Event(int id) => Custom(Provider, id, "") with { Payload = [(byte)id, (byte)id] };
        Received received = Read(
            new NetTraceFile().Add(Event(7), at: 3, thread: 2).Add(Custom("Other", 5, ""), at: 2)
                .Add(Event(8), at: 1).Whole(),
            row => row.Provider == Provider);
        Assert.Equal([8, 7], received.Ids);
        Assert.Equal([[8, 8], [7, 7]], received.Payloads);
    }

    [Fact]
    public void Without_sequence_points_the_older_half_is_passed_on_before_memory_grows()
    {
        const int Count = 500_001;
        NetTraceFile file = new();
        for (int number = 0; number < Count; number++)
        {
            file.Add(Custom(Provider, 1, ""), at: number, thread: 1);
            if (number % 1_000 == 0)
            {
                file.CloseBlock();
            }
        }

        Received received = Read(file.Torn(), complete: false);
        Assert.InRange(received.Ids.Count, Count / 2, Count - 1);
        Assert.Equal(received.Times.Order(), received.Times);
    }

    [Theory]
    [InlineData("net8")]
    [InlineData("net9")]
    [InlineData("net10")]
    public void Files_of_the_runtime_are_passed_on_completely_and_in_order(string name)
    {
        byte[] file = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Corpus", name + ".nettrace"));
        Received all = Read(file, row => row.Provider != "Microsoft-Windows-DotNETRuntimeRundown");
        Assert.True(all.Times.Count > 1_000, $"{all.Times.Count} events");
        Assert.Equal(all.Times.Order(), all.Times);
    }

    private static Received Read(byte[] file, Func<MetadataRow, bool>? isRequired = null, bool complete = true)
    {
        Received received = new(isRequired ?? (_ => true));
        OrderedEvents events = new(received);
        using MemoryStream stream = new(file);
        TraceStream.ReadToEnd(stream, events, TestContext.Current.CancellationToken);
        if (complete)
        {
            events.Complete();
        }

        return received;
    }

    private sealed class Received(Func<MetadataRow, bool> isRequired) : IOrderedEventVisitor
    {
        public List<int> Ids { get; } = [];

        public List<long> Times { get; } = [];

        public List<byte[]> Payloads { get; } = [];

        public bool IsRequired(MetadataRow row) => isRequired(row);

        public void OnStacks(ReadOnlySpan<byte> block)
        {
        }

        public void OnEvent(in NetTraceEvent current)
        {
            Ids.Add(current.Row.EventId);
            Times.Add(current.At.Value);
            Payloads.Add(current.Payload.ToArray());
        }

        public void OnRegionEnd()
        {
        }
    }
}
