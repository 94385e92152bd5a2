using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>What is observed of a stream while it is recorded.</summary>
public sealed class NetTraceObserverTests : IDisposable
{
    private const int Starvation = 6;
    private const int CooperativeBlocking = 8;

    private readonly ObservedStream _stream = new();

    [Theory]
    [InlineData("gc-pause>1ms", "GcPause 40 ")]
    [InlineData("suspension>1ms", "Suspension 10 ")]
    [InlineData("gen2", "Gen2 25 ")]
    [InlineData("induced-gc", "InducedGc 25 ")]
    [InlineData("exception", "Exception  System.TimeoutException|Exception  Shop.Refused")]
    [InlineData("contention>1ms", "Contention 7 ")]
    [InlineData("starvation", "Starvation 9 |Starvation 11 ")]
    [InlineData("silence>1s", "")]
    public void Each_signal_is_observed_if_a_rule_uses_it(string expression, string observed)
    {
        _stream.Use(expression);
        _stream.Feed(new NetTraceFile()
            .Add(SuspendBegin(), 100)
            .Add(SuspendEnd(), 110)
            .Add(GCStart(3, 2, reason: 1), 111)
            .Add(GCEnd(3, 2), 136)
            .Add(RestartEnd(), 140)
            .Add(Exception("System.TimeoutException", "too late"), 150, thread: 2)
            .Add(Exception("Shop.Refused", "no"), 151, thread: 3)
            .Add(ContentionStart(), 152, thread: 2)
            .Add(ContentionStop(7e6), 159, thread: 2)
            .Add(ContentionStopWithoutDuration(), 160, thread: 3)
            .Add(ThreadPoolAdjustment(8, 3), 161, thread: 4)
            .Add(ThreadPoolAdjustment(9, Starvation), 162, thread: 4)
            .Add(ThreadPoolAdjustment(11, CooperativeBlocking), 163, thread: 4)
            .Whole());
        Assert.Equal(observed, string.Join('|', Taken().Select(Text)));
        Assert.Empty(Taken());
    }

    [Fact]
    public void A_pause_for_another_reason_than_a_collection_is_none()
    {
        _stream.Use("gc-pause>1ms");
        _stream.Feed(new NetTraceFile().Add(SuspendBegin(reason: 5), 100).Add(RestartEnd(), 140).Whole());
        Assert.Empty(Taken());
    }

    [Fact]
    public void A_thread_that_waits_for_another_suspension_has_not_suspended_anything_yet()
    {
        _stream.Use("gc-pause>1ms");
        _stream.Feed(new NetTraceFile()
            .Add(SuspendBegin(), 100, thread: 1).Add(SuspendBegin(), 110, thread: 2)
            .Add(RestartEnd(), 140, thread: 1).Add(RestartEnd(), 145, thread: 2).Whole());
        Assert.Equal("GcPause 40 |GcPause 5 ", string.Join('|', Taken().Select(Text)));
    }

    [Fact]
    public void Other_rules_apply_to_rows_that_have_arrived_before()
    {
        _stream.Use("gc-pause>1ms");
        byte[] file = new NetTraceFile().Add(Exception("A", "a"), 100).CloseBlock()
            .Add(Exception("B", "b"), 200).Whole();
        _stream.Feed(file.AsSpan(0, file.Length / 2));
        _stream.Use("exception");
        _stream.Feed(file.AsSpan(file.Length / 2));
        Assert.Contains(Taken(), one => one.Subject == "B");
    }

    [Fact]
    public void A_storm_is_observed_up_to_a_limit_and_the_rest_is_counted()
    {
        _stream.Use("exception");
        _stream.FeedStorm(TappedBatch.MaxEvents + 500);
        Assert.Equal(TappedBatch.MaxEvents, Taken().Count);
        Assert.Equal(500, _stream.Observer.MissedCount);
    }

    [Theory]
    [InlineData("net8", 1_050)]
    [InlineData("net10", 1_023)]
    public void All_events_are_observed_also_if_a_header_does_not_repeat_the_row(string name, int count)
    {
        _stream.Use("event:Contrail-Target-Work/Done payload.round>0");
        _stream.Feed(Captures.Read(name));
        Assert.Equal(count, Taken().Count(one => one.Fields is [{ Number: >= 0 }]));
    }

    public void Dispose() => _stream.Dispose();

    private static string Text(Observation one) => $"{one.Signal} {Number(one)} {one.Subject}";

    private static string Number(Observation one) =>
        one.Signal == SignalKind.Starvation ? $"{one.Value}" : $"{one.Value / 1e6}";

    private List<Observation> Taken() => _stream.Take();
}
