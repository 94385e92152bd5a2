using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Events;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Counters, log messages, waits for tasks, compiled methods and modules. Times are milliseconds.</summary>
public sealed class DescribedRecordTests
{
    private const string Metrics = "System.Diagnostics.Metrics";
    private const string Logging = "Microsoft-Extensions-Logging";
    private const string Tasks = "System.Threading.Tasks.TplEventSource";

    [Fact]
    public void Event_counters_are_values_or_increments() => Assert.Equal(
        ["Gauge System.Runtime cpu-usage 2.5 '%' ''", "Increment App orders 7 '' 'shop=north'"],
        SpanLines.Of(
            new NetTraceFile()
                .Add(
                    DescribedEvents.Counter(
                        "System.Runtime", ("Name", "cpu-usage"), ("Mean", 2.5), ("CounterType", "Mean"),
                        ("Metadata", ""), ("DisplayUnits", "%")),
                    at: 1)
                .Add(
                    DescribedEvents.Counter(
                        "App", ("Name", "orders"), ("Increment", 7.0), ("CounterType", "Sum"),
                        ("Metadata", "shop=north"), ("DisplayUnits", "")),
                    at: 2),
            ModelNeeds.Counters));

    [Fact]
    public void Instruments_have_their_meter_unit_and_tags_and_an_empty_value_is_none() => Assert.Equal(
        [
            "Increment Shop orders 3 '{order}' 'shop=north'", "Gauge Shop open 5 '' ''",
            "Gauge Shop temperature 21.5 '' ''", "Distribution Shop size 2.5 'By' '' 4 0.5=2;0.95=4",
        ],
        SpanLines.Of(
            new NetTraceFile()
                .Add(Published("CounterRateValuePublished", "orders", "{order}", "shop=north", ("rate", "3")), at: 1)
                .Add(Published("CounterRateValuePublished", "orders", "{order}", "", ("rate", "")), at: 2)
                .Add(
                    Published("UpDownCounterRateValuePublished", "open", "", "", ("rate", "1"), ("value", "5")), at: 3)
                .Add(Published("GaugeValuePublished", "temperature", "", "", ("lastValue", "21.5")), at: 4)
                .Add(
                    Published(
                        "HistogramValuePublished", "size", "By", "", ("quantiles", "0.5=2;0.95=4"), ("count", 4),
                        ("sum", 10.0)),
                    at: 5),
            ModelNeeds.Counters));

    [Fact]
    public void Of_several_forms_of_a_message_the_most_readable_is_taken() => Assert.Equal(
        ["Warning Shop.Cart: Order 7 failed on 4 trace t span s", "Unknown Shop.Cart: odd on 4"],
        SpanLines.Of(
            new NetTraceFile()
                .Add(Message("Message", 3, "Arguments", "Order {Id} failed"), at: 1, thread: 4)
                .Add(Message("FormattedMessage", 3, "FormattedMessage", "Order 7 failed"), at: 1, thread: 4)
                .Add(Message("MessageJson", 3, "ArgumentsJson", "{}"), at: 1, thread: 4)
                .Add(
                    Event(
                        Logging, "FormattedMessage", ("Level", 77), ("LoggerName", "Shop.Cart"),
                        ("FormattedMessage", "odd"), ("ActivityTraceId", ""), ("ActivitySpanId", "")),
                    at: 2,
                    thread: 4),
            ModelNeeds.Logs));

    [Fact]
    public void A_thread_that_blocks_for_a_task_waits_and_an_await_does_not() => Assert.Equal(
        ["wait Task 11 on 4 at 1 for 5", "wait Task 13 on 6 at 3 for 5 open at end"],
        SpanLines.Of(
            new NetTraceFile()
                .Add(Custom("App", 1, "Begin"), at: 0)
                .Add(WaitBegin(11, behavior: 1), at: 1, thread: 4)
                .Add(WaitBegin(12, behavior: 2), at: 2, thread: 5).Add(WaitEnd(12), at: 3, thread: 4)
                .Add(WaitBegin(13, behavior: 1), at: 3, thread: 6)
                .Add(WaitEnd(11), at: 6, thread: 4)
                .Add(Custom("App", 2, "End"), at: 8),
            ModelNeeds.TaskWaits));

    [Fact]
    public void A_compilation_lasts_from_its_start_to_the_load_of_the_code() => Assert.Equal(
        ["Shop.Cart.Pay Quick of 40 to 64 bytes on 3 in 2", "Shop.Cart.Add Tier1 of 0 to 64 bytes on 3 in "],
        SpanLines.Of(
            new NetTraceFile()
                .Add(JittingStarted(1), at: 1, thread: 3)
                .Add(Loaded(1, "Pay", tier: 3), at: 3, thread: 3)
                .Add(Loaded(2, "Add", tier: 4), at: 4, thread: 3)

                // Precompiled: not compiled here.
                .Add(Loaded(3, "Old", tier: 0, flags: 0), at: 5, thread: 3),
            ModelNeeds.CompiledMethods));

    [Fact]
    public void Modules_are_listed_once_with_the_time_of_their_load_if_it_is_in_the_trace() => Assert.Equal(
        ["/app/New.dll 2 at 4", "/app/Old.dll 1 at "],
        SpanLines.Of(
            new NetTraceFile()
                .Add(Custom("App", 1, "Begin"), at: 0)
                .Add(Module(RuntimeProvider.Name, RuntimeEventId.ModuleLoad, 2, "/app/New.dll"), at: 4)
                .Add(Module(RuntimeProvider.RundownName, RundownEventId.ModuleEnd, 1, "/app/Old.dll"), at: 9)
                .Add(Module(RuntimeProvider.RundownName, RundownEventId.ModuleEnd, 2, "/app/New.dll"), at: 9),
            ModelNeeds.Modules));

    [Fact]
    public void Finalized_objects_have_the_names_that_any_event_gives_their_types() => Assert.Equal(
        ["'Shop.Page' at 1", "'Shop.Document' at 0", "'' at 3"],
        SpanLines.Of(
            new NetTraceFile()
                .Add(Finalized(7), at: 1)
                .Add(Types((8, "Shop.Page"), (9, "")), at: 1)
                .Add(Finalized(8), at: 2)
                .Add(Allocated(7, "Shop.Document"), at: 3)
                .Add(Finalized(9), at: 4),
            ModelNeeds.Finalizations));

    private static FileEvent Published(
        string name, string instrument, string unit, string tags, params (string, object)[] values) => Event(
        Metrics,
        name,
        [
            ("sessionId", "x"), ("meterName", "Shop"), ("instrumentName", instrument), ("unit", unit), ("tags", tags),
            .. values,
        ]);

    private static FileEvent Message(string form, int level, string field, string text) => Event(
        Logging, form, ("Level", level), ("LoggerName", "Shop.Cart"), (field, text), ("ActivityTraceId", "t"),
        ("ActivitySpanId", "s"));

    private static FileEvent WaitBegin(int task, int behavior) => Event(
        Tasks, "TaskWaitBegin", ("OriginatingTaskID", 0), ("TaskID", task), ("Behavior", behavior));

    private static FileEvent WaitEnd(int task) =>
        Event(Tasks, "TaskWaitEnd", ("OriginatingTaskID", 0), ("TaskID", task));

    private static FileEvent Finalized(ulong type) => new(
        RuntimeProvider.Name, RuntimeEventId.FinalizeObject, 0,
        new PayloadWriter().U64(type).U64(0x5000).U16(9).ToArray());

    private static FileEvent Allocated(ulong type, string name) => new(
        RuntimeProvider.Name,
        RuntimeEventId.GCAllocationTick,
        4,
        new PayloadWriter().U32(0).U32(0).U16(9).U64(1).U64(type).Text(name).U32(0).U64(1).U64(24).ToArray());

    // Each has one type parameter.
    private static FileEvent Types(params (ulong Id, string Name)[] types)
    {
        PayloadWriter payload = new PayloadWriter().U32(types.Length).U16(9);
        foreach ((ulong id, string name) in types)
        {
            payload.U64(id).U64(1).U32(2).U32(0).U8(0).Text(name).U32(1).U64(3);
        }

        return new FileEvent(RuntimeProvider.Name, RuntimeEventId.BulkType, 0, payload.ToArray());
    }

    private static FileEvent JittingStarted(ulong method) => new(
        RuntimeProvider.Name,
        RuntimeEventId.MethodJittingStarted,
        1,
        new PayloadWriter()
            .U64(method).U64(9).U32(5).U32(40).Text("Shop.Cart").Text("Pay").Text("void ()").U16(9).ToArray());

    private static FileEvent Loaded(ulong method, string name, int tier, int flags = 8) => new(
        RuntimeProvider.Name,
        RuntimeEventId.MethodLoadVerbose,
        1,
        new PayloadWriter()
            .U64(method).U64(9).U64(0x1000).U32(64).U32(5).U32(flags | (tier << 7))
            .Text("Shop.Cart").Text(name).Text("void ()").U16(9).ToArray());

    private static FileEvent Module(string provider, int eventId, ulong id, string path) => new(
        provider, eventId, 1, new PayloadWriter().U64(id).U64(1).U32(0).U32(0).Text(path).Text("").U16(9).ToArray());
}
