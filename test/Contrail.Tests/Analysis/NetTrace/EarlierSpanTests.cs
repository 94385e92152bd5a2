using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Requests and calls whose start occurred before the window. Times are milliseconds.</summary>
public sealed class EarlierSpanTests
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Http = "System.Net.Http";

    private static readonly FileEvent Begin = RuntimeEvents.Custom("App", 1, "Begin");
    private static readonly FileEvent LeftQueue = Event(Http, "RequestLeftQueue", ("timeOnQueueMilliseconds", 7.0));

    [Fact]
    public void A_call_is_one_span_with_its_time_in_the_queue_and_how_it_ended() => Assert.Equal(
        [
            "HttpClient GET http://stock:80/1 on 3 at 1 for 11 status A task was canceled. canceled queued 7 trace t "
                + "span s",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(LeftQueue.In(0x16), at: 9)
            .Add(CallEnd("s").In(0x16), at: 11, thread: 3)
            .Add(Event(Http, "RequestFailed", ("exceptionMessage", "A task was canceled.")).In(0x16), at: 11)
            .Add(Event(Http, "RequestStop", ("statusCode", -1)).In(0x16), at: 12)));

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, 4)]
    public void A_request_has_the_method_and_path_of_its_response(int responseAt, int activityAt) => Assert.Equal(
        ["Request POST /pay on 1 at 0 for 6 status 499 canceled trace t span s"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(
                Activity(
                    "Event", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.EndRequest", ("StatusCode", "499"),
                    ("Method", "POST"), ("Path", "/pay")).In(0x15),
                at: responseAt)
            .Add(
                Activity(
                    "ActivityStop", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.HttpRequestIn",
                    ("TraceId", "t"), ("SpanId", "s"), ("DurationTicks", $"{activityAt * 10_000}")).In(0x15),
                at: activityAt)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 6)));

    [Fact]
    public void The_path_at_the_start_of_a_request_is_kept() => Assert.Equal(
        ["Request GET /original on 1 at 1 for 2 status 200"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/original")).In(0x15), at: 1)
            .Add(
                Activity(
                    "Event", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.EndRequest", ("StatusCode", "200"),
                    ("Method", "GET"), ("Path", "/rewritten")).In(0x15),
                at: 2)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 3)));

    [Fact]
    public void Without_an_activity_the_start_is_that_of_the_window_if_no_event_is_lost()
    {
        Assert.Equal(
            ["HttpClient HTTP on 1 at 0 for 9 open at start status 200 queued 7"],
            SpanLines.Of(new NetTraceFile()
                .Add(Begin, at: 0)
                .Add(LeftQueue.In(0x16), at: 8)
                .Add(Event(Http, "RequestStop", ("statusCode", 200)).In(0x16), at: 9)));
        Assert.Equal(
            ["unpaired Spans"],
            SpanLines.Of(new NetTraceFile()
                .Add(Begin, at: 0)
                .Add(LeftQueue.In(0x16), at: 8)
                .Add(Event(Http, "RequestStop", ("statusCode", 200)).In(0x16), at: 9, lost: 3)));
    }

    [Fact]
    public void Activities_whose_component_reports_no_end_are_reported_too() => Assert.Equal(
        [
            "HttpClient GET http://stock:80/1 on 1 at 1 for 10 trace t span a",
            "HttpClient GET http://stock:80/1 on 1 at 2 for 10 trace t span b",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)

            // In one activity of an event source.
            .Add(CallEnd("a").In(0x16), at: 11)
            .Add(CallEnd("b").In(0x16), at: 12)));

    private static FileEvent CallEnd(string span) => Activity(
        "ActivityStop", "System.Net.Http", "System.Net.Http.HttpRequestOut", ("TraceId", "t"), ("SpanId", span),
        ("DurationTicks", "100000"), ("Tags", "[http.request.method, GET],[url.full, http://stock/1]"));
}
