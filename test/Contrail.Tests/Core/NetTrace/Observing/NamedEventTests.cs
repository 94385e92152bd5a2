using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Core.NetTrace.Observing;

/// <summary>Events that conditions name, with their fields, alone and as pairs.</summary>
public sealed class NamedEventTests
{
    [Fact]
    public void An_event_has_the_fields_that_conditions_use_and_no_others()
    {
        using ObservedStream stream = new(
            "event:Shop/OrderFailed payload.attempts>2", "event:OrderFailed payload.Reason~no by payload.Id");
        stream.Feed(new NetTraceFile()
            .Add(OrderFailed(attempts: 3), 100).Add(Event("Shop", "OrderPlaced", ("Id", 1)), 101));
        Assert.Equal("Shop/OrderFailed attempts=3 Reason=no Id=7", Text(stream.Take()));
        Assert.Empty(stream.Observer.MissingFields);
    }

    [Fact]
    public void An_event_of_the_runtime_has_the_name_and_the_fields_of_its_table()
    {
        using ObservedStream stream = new("event:Microsoft-Windows-DotNETRuntime/GCStart* payload.Depth=2");
        stream.Feed(new NetTraceFile().Add(RuntimeEvents.GCStart(3, 2, reason: 1), 100));
        Observation one = Assert.Single(stream.Take());
        Assert.Equal(2, one.Field("Depth")?.Number);
    }

    [Fact]
    public void A_field_after_the_end_of_the_payload_is_absent()
    {
        using ObservedStream stream = new("event:OrderFailed payload.Id=7 payload.Reason=no payload.Attempts>2");
        FileEvent whole = OrderFailed(attempts: 3);
        stream.Feed(new NetTraceFile()
            .Add(whole with { Payload = whole.Payload[..^1] }, 100)
            .Add(whole with { Payload = whole.Payload[..5] }, 101)
            .Add(whole with { Payload = [] }, 102));
        Assert.Equal(
            "Shop/OrderFailed Id=7 Reason=no|Shop/OrderFailed Id=7|Shop/OrderFailed", Text(stream.Take()));
        Assert.Empty(stream.Observer.MissingFields);
    }

    [Fact]
    public void A_field_that_no_event_has_is_reported_once_with_the_nearest_name()
    {
        using ObservedStream stream = new("event:OrderFailed payload.Atempts>5", "event:Shop/* payload.Atempts>5");
        NetTraceFile file = new();
        for (int number = 0; number < 3_000; number++)
        {
            file.Add(OrderFailed(number) with { Name = $"Order{number}", EventId = number }, 100 + number);
        }

        stream.Feed(file.Add(OrderFailed(attempts: 6), 4_000));
        Assert.Equal(3_001, stream.Take().Count);
        Assert.Equal(
            ["event:Shop/* Atempts Shop/Order0 Attempts", "event:OrderFailed Atempts Shop/OrderFailed Attempts"],
            stream.Observer.MissingFields.Select(
                one => $"event:{one.Condition.Subject} {one.Field} {one.Event} {one.Nearest}"));
        stream.Use("event:OrderFailed payload.Attempts>5");
        Assert.Empty(stream.Observer.MissingFields);
    }

    [Fact]
    public void A_pair_fires_by_the_times_of_its_events_on_any_threads_and_in_any_order_of_the_stream()
    {
        TriggerSet rules = new([.. TriggerRules.Parse("pair:Shop/Start..Stop by payload.Id >50ms", out _)]);
        using ObservedStream stream = new("pair:Shop/Start..Stop by payload.Id >50ms");
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Stop", ("Id", 2)), 140, thread: 2)
            .Add(Event("Shop", "Stop", ("Id", 1)), 180, thread: 2)
            .CloseBlock()
            .Add(Event("Shop", "Start", ("Id", 1)), 100, thread: 1)
            .Add(Event("Shop", "Start", ("Id", 2)), 101, thread: 1)
            .Add(Event("Shop", "Other", ("Id", 2)), 102, thread: 1).Torn();
        int second = file.Length - 150;
        List<Observation> observed = [.. stream.Feed(file.AsSpan(0, second)).Take()];
        _ = rules.Tick(6_000_000_000);
        observed.AddRange(stream.Feed(file.AsSpan(second)).Take());
        observed.AddRange(stream.Take());
        Assert.Equal(
            "Shop/Start Id=1|Shop/Start Id=2|Shop/Stop Id=2|Shop/Stop Id=1", Text(observed));
        TriggerFiring firing = Assert.Single(observed.SelectMany(one => rules.Decide(one)));
        Assert.Equal(80e6, firing.Verdict.Figure);
    }

    [Fact]
    public void A_pair_without_a_key_is_one_of_the_same_activity()
    {
        TriggerSet rules = new([.. TriggerRules.Parse("pair:Shop/Start..Stop >50ms", out _)]);
        using ObservedStream stream = new("pair:Shop/Start..Stop >50ms");
        stream.Feed(new NetTraceFile()
            .Add(Event("Shop", "Start", ("Id", 1)).In(1), 100).Add(Event("Shop", "Start", ("Id", 1)).In(2), 101)
            .Add(Event("Shop", "Stop", ("Id", 1)).In(1), 120).Add(Event("Shop", "Stop", ("Id", 1)).In(2), 161)
            .Add(Event("Shop", "Stop", ("Id", 1)), 300));
        List<Observation> observed = stream.TakeAll();
        Assert.Equal(5, observed.Count);
        Assert.Null(observed[4].Field(PairState.ActivityField));
        TriggerFiring firing = Assert.Single(observed.SelectMany(one => rules.Decide(one)));
        Assert.Equal(60e6, firing.Verdict.Figure);
    }

    [Fact]
    public void Large_events_beyond_the_memory_of_the_tap_are_counted()
    {
        using ObservedStream stream = new("event:Shop/Order payload.Text~x");
        NetTraceFile file = new();
        for (int number = 0; number < 40; number++)
        {
            file.Add(Event("Shop", "Order", ("Text", new string('x', 30_000))), 100 + number).CloseBlock();
        }

        List<Observation> observed = stream.Feed(file).Take();
        Assert.Equal(TappedBatch.MaxBytes / 60_002, observed.Count);
        Assert.Equal(40 - observed.Count, stream.Observer.MissedCount);
        Assert.All(observed, one => Assert.InRange(one.Fields[0].Text.Length, 1, 1_001));
    }

    private static FileEvent OrderFailed(int attempts) =>
        Event("Shop", "OrderFailed", ("Id", 7), ("Reason", "no"), ("Attempts", (long)attempts));

    private static string Text(IEnumerable<Observation> observed) =>
        string.Join('|', observed.Select(one => string.Join(
            ' ', one.Fields.Select(field => $"{field.Name}={field.Text}").Prepend(one.Subject))));
}
