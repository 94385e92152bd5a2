using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>What the events of requests, calls and activities become. Times are milliseconds.</summary>
public sealed class SpanInterpreterTests
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Http = "System.Net.Http";
    private const string Dns = "System.Net.NameResolution";
    private const string Sockets = "System.Net.Sockets";
    private const string W3C = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    private static readonly FileEvent Begin = RuntimeEvents.Custom("App", 1, "Begin");

    [Fact]
    public void A_start_and_a_stop_of_one_activity_are_a_span_on_any_threads() => Assert.Equal(
        ["Request GET /cart on 7 at 1 for 4", "Request POST /pay on 8 at 2 for 1 failed"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/cart?id=1")).In(0x10), at: 1, thread: 7)
            .Add(Event(Hosting, "RequestStart", ("method", "POST"), ("path", "/pay")).In(0x20), at: 2, thread: 8)
            .Add(Event(Hosting, "UnhandledException").In(0x20), at: 3, thread: 9)
            .Add(Event(Hosting, "RequestStop").In(0x20), at: 3, thread: 9)
            .Add(Event(Hosting, "RequestStop").In(0x10), at: 5, thread: 9)).Order());

    [Fact]
    public void A_client_request_has_its_address_status_and_time_in_the_queue() => Assert.Equal(
        [
            "HttpClient HTTP http://host:80/a on 1 at 1 for 8 status 404 failed queued 3",
            "HttpClient HTTP http://host:80/b on 1 at 2 for 8 status refused failed",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Request("/a?q=1").In(0x16), at: 1).Add(Request("/b").In(0x17), at: 2)

            // In an activity within the first: its id begins with that of the request.
            .Add(Event(Http, "RequestLeftQueue", ("timeOnQueueMilliseconds", 3.0)).In(0x1116), at: 4)
            .Add(Event(Http, "RequestStop", ("statusCode", 404)).In(0x16), at: 9)
            .Add(Event(Http, "RequestFailed", ("exceptionMessage", "refused")).In(0x17), at: 9)
            .Add(Event(Http, "RequestStop", ("statusCode", -1)).In(0x17), at: 10)));

    [Theory]
    [InlineData("A task was canceled.", "canceled")]
    [InlineData("The operation was canceled.", "canceled")]
    [InlineData("The request was canceled due to the configured HttpClient.Timeout of 2 seconds elapsing.", "failed")]
    public void A_call_that_its_sender_cancels_has_not_failed(string message, string outcome) => Assert.Equal(
        [$"HttpClient HTTP http://host:80/a on 1 at 1 for 4 status {message} {outcome} trace t span s"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Request("/a").In(0x16), at: 1)
            .Add(
                Activity(
                    "ActivityStop", "System.Net.Http", "System.Net.Http.HttpRequestOut", ("TraceId", "t"),
                    ("SpanId", "s"),
                    ("Tags", "[error.type, System.Threading.Tasks.TaskCanceledException]")).In(0x16),
                at: 4)
            .Add(Event(Http, "RequestFailed", ("exceptionMessage", message)).In(0x16), at: 4)
            .Add(Event(Http, "RequestStop", ("statusCode", -1)).In(0x16), at: 5)));

    [Fact]
    public void A_request_whose_client_left_is_canceled() => Assert.Equal(
        ["Request GET /orders on 1 at 1 for 5 status 499 canceled"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/orders")).In(0x15), at: 1)
            .Add(Response("499").In(0x15), at: 5)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 6)));

    [Theory]
    [InlineData("http://stock/1", "http://stock:80/1")]
    [InlineData("https://stock", "https://stock:443")]
    [InlineData("https://[::1]/1", "https://[::1]:443/1")]
    [InlineData("https://[::1]:8443/1", "https://[::1]:8443/1")]
    [InlineData("http://stock:81/1?q=2", "http://stock:81/1")]
    [InlineData("ftp://stock/1", "ftp://stock/1")]
    public void The_address_of_a_call_has_its_port(string address, string target) =>
        Assert.Equal(target, SpanTarget.Of(SpanKind.HttpClient, address));

    [Fact]
    public void Lookups_handshakes_and_connections_have_their_hosts() => Assert.Equal(
        [
            "Dns lookup shop.example on 1 at 1 for 1", "Connect connect 127.0.0.1:36583 on 1 at 3 for 1",
            "Tls handshake shop.example on 1 at 4 for 2 status bad certificate failed",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Dns, "ResolutionStart", ("hostNameOrAddress", "shop.example")).In(1), at: 1)
            .Add(Event(Dns, "ResolutionStop").In(1), at: 2)
            .Add(
                Event(
                    Sockets, "ConnectStart",
                    ("address", "InterNetworkV6:28:{142,231,0,0,0,0,0,0,0,0,0,0,0,0,0,0,255,255,127,0,0,1,0,0,0,0}"))
                    .In(2),
                at: 3)
            .Add(Event(Sockets, "ConnectStop").In(2), at: 4)
            .Add(Event("System.Net.Security", "HandshakeStart", ("targetHost", "shop.example")).In(3), at: 4)
            .Add(Event("System.Net.Security", "HandshakeFailed", ("exceptionMessage", "bad certificate")).In(3), at: 5)
            .Add(Event("System.Net.Security", "HandshakeStop").In(3), at: 6)));

    [Fact]
    public void Commands_that_Entity_Framework_logs_are_spans_that_ended_when_they_were_logged() => Assert.Equal(
        [
            "Sql command SELECT 1 FROM t on 1 at 1 for 2000 trace t span  in s",
            "Sql command SELECT 2 on 1 at 2 for 7 failed trace t span  in s",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Logged("Executed DbCommand (2,000ms) [Parameters=[]]\nSELECT 1\n FROM t"), at: 2_001)
            .Add(Logged("Failed executing DbCommand (7ms) [Parameters=[]]\nSELECT 2"), at: 9)
            .Add(Logged("Executed DbCommand (soon) [Parameters=[]]\nSELECT 3"), at: 9)
            .Add(Logged("Executed DbCommand (3ms) [Parameters=[]]", "Shop"), at: 9)).Order());

    [Fact]
    public void Requests_that_the_window_cuts_are_open_at_that_edge() => Assert.Equal(
        ["Request HTTP on 3 at 0 for 2 open at start", "Request GET /slow on 4 at 1 for 8 open at end"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/slow")).In(0x10), at: 1, thread: 4)
            .Add(Event(Hosting, "RequestStop").In(0x20), at: 2, thread: 3)
            .Add(Begin, at: 9)));

    [Fact]
    public void An_end_without_an_id_may_be_that_of_any_open_span_unless_its_activity_has_ended() => Assert.Equal(
        ["unpaired Spans", "Request GET / on 1 at 1 for 2 trace t span s", "unpaired Spans"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/")).In(0x11), at: 1)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/")).In(0x12), at: 1)
            .Add(
                Activity("ActivityStop", "Microsoft.AspNetCore", "a", ("TraceId", "t"), ("SpanId", "s")).In(0x11),
                at: 3)
            .Add(Event(Hosting, "RequestStop"), at: 4)));

    [Fact]
    public void Without_an_activity_id_or_with_lost_events_halves_are_not_paired()
    {
        FileEvent start = Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/"));
        Assert.Equal(
            ["unpaired Spans", "unpaired Spans"],
            SpanLines.Of(new NetTraceFile().Add(start, at: 1).Add(Event(Hosting, "RequestStop"), at: 2)));
        Assert.Equal(
            ["unpaired Spans", "unpaired Spans"],
            SpanLines.Of(new NetTraceFile()
                .Add(start.In(1), at: 1).Add(Event(Hosting, "RequestStop").In(2), at: 2, lost: 3)));
    }

    [Fact]
    public void The_end_of_an_activity_is_enough() => Assert.Equal(
        [
            "Request GET /orders/{id} on 2 at 5 for 15 status 200 trace 0af7651916cd43dd8448eb211c80319c "
                + "span b7ad6b7169203331",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(
                Activity(
                    "ActivityStop", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.HttpRequestIn",
                    ("Id", W3C), ("ParentSpanId", "0000000000000000"), ("DurationTicks", "150000"),
                    ("Tags", "[http.request.method, GET],[http.route, /orders/{id}],[http.response.status_code, 200]")),
                at: 20,
                thread: 2)));

    [Fact]
    public void An_activity_takes_from_its_start_what_its_end_does_not_have() => Assert.Equal(
        [
            "Activity order on 2 at 1 for 5 status bad failed trace 0af7651916cd43dd8448eb211c80319c "
                + "span b7ad6b7169203331",
            "Sql shop SELECT 1 on 2 at 2 for 6 open at end trace t span s",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Activity("ActivityStart", "Shop", "a", ("Id", W3C), ("DisplayName", "order")), at: 1, thread: 2)
            .Add(
                Activity(
                    "ActivityStart", "Npgsql", "a", ("TraceId", "t"), ("SpanId", "s"), ("DisplayName", "shop"),
                    ("TagObjects", "db.system:postgresql, db.statement:SELECT 1")),
                at: 2,
                thread: 2)
            .Add(
                Activity("ActivityStop", "Shop", "a", ("Id", W3C), ("Status", "Error"), ("StatusDescription", "bad")),
                at: 6,
                thread: 3)
            .Add(Begin, at: 8)));

    [Fact]
    public void The_activity_of_a_request_gives_its_ids_to_the_span_of_the_component() => Assert.Equal(
        [
            "Request GET /orders on 2 at 1 for 5 status 503 failed trace t span s in p",
            "HttpClient POST http://stock:80/1 on 3 at 4 for 4 trace t span x",
        ],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/orders")).In(0x15), at: 1, thread: 2)

            // Written in an activity within that of the request.
            .Add(
                Activity(
                    "Event", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.HttpRequestIn.Stop",
                    ("TraceId", "t"), ("SpanId", "s"), ("ParentSpanId", "p"), ("StatusCode", "503")).In(0x1015),
                at: 5)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 6, thread: 2)

            // Its component is not recorded.
            .Add(
                Activity(
                    "ActivityStop", "System.Net.Http", "System.Net.Http.HttpRequestOut", ("TraceId", "t"),
                    ("SpanId", "x"), ("Duration", "00:00:00.0040000"),
                    ("Tags", "[http.request.method, POST],[url.full, http://stock/1?q=2]")),
                at: 8,
                thread: 3)));

    [Theory]
    [InlineData(4, 5)]
    [InlineData(5, 4)]
    public void The_response_of_a_request_gives_its_status_to_the_span_of_hosting(int responseAt, int activityAt) =>
        Assert.Equal(
            [$"Request GET /orders on 1 at 1 for {Math.Max(responseAt, activityAt)} status 404 trace t span s"],
            SpanLines.Of(new NetTraceFile()
                .Add(Begin, at: 0)
                .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/orders")).In(0x15), at: 1)
                .Add(Response("404").In(0x15), at: responseAt)
                .Add(
                    Activity("ActivityStop", "Microsoft.AspNetCore", "a", ("TraceId", "t"), ("SpanId", "s")).In(0x15),
                    at: activityAt)
                .Add(Event(Hosting, "RequestStop").In(0x15), at: 6)));

    [Fact]
    public void A_response_without_a_span_of_hosting_is_no_unpaired_half() => Assert.Equal(
        [],
        SpanLines.Of(new NetTraceFile().Add(Begin, at: 0).Add(Response("200").In(0x15), at: 2)));

    [Fact]
    public void Keys_and_values_of_the_older_forwarding_are_paired_by_activity() => Assert.Equal(
        ["Request GET /old on 2 at 1 for 2 status 500 failed"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(
                Activity(
                    "Activity1Start", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.BeginRequest",
                    ("Method", "GET"), ("Path", "/old")).In(5),
                at: 1,
                thread: 2)
            .Add(
                Activity("Activity1Stop", "Microsoft.AspNetCore", "End", ("StatusCode", "500")).In(5),
                at: 3,
                thread: 2)));

    [Fact]
    public void The_older_forwarding_gives_its_status_to_the_span_of_the_component() => Assert.Equal(
        ["Request GET /old on 2 at 1 for 4 status 404", "Request GET /bad on 2 at 6 for 1 failed", "unpaired Spans"],
        SpanLines.Of(new NetTraceFile()
            .Add(Begin, at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/old")).In(0x15), at: 1, thread: 2)
            .Add(
                Activity("Activity1Start", "Microsoft.AspNetCore", "Begin", ("Path", "/old")).In(0x1015),
                at: 2,
                thread: 2)
            .Add(Activity("Activity1Stop", "Microsoft.AspNetCore", "End", ("StatusCode", "404")).In(0x1015), at: 4)
            .Add(Event(Hosting, "RequestStop").In(0x15), at: 5)

            // One that fails has no end of that form, with a component and without one.
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/bad")).In(0x17), at: 6, thread: 2)
            .Add(Activity("Activity1Start", "Microsoft.AspNetCore", "Begin", ("Path", "/bad")).In(0x1017), at: 6)
            .Add(Event(Hosting, "UnhandledException").In(0x1017), at: 7)
            .Add(Event(Hosting, "RequestStop").In(0x17), at: 7)
            .Add(Activity("Activity1Start", "Microsoft.AspNetCore", "Begin", ("Path", "/x")).In(0x18), at: 8)));

    private static FileEvent Logged(
        string message, string category = "Microsoft.EntityFrameworkCore.Database.Command") => Event(
        "Microsoft-Extensions-Logging", "FormattedMessage", ("Level", 2), ("LoggerName", category),
        ("FormattedMessage", message), ("ActivityTraceId", "t"), ("ActivitySpanId", "s"));

    private static FileEvent Request(string path) => Event(
        Http, "RequestStart", ("scheme", "http"), ("host", "host"), ("port", 80), ("pathAndQuery", path));

    private static FileEvent Response(string status) => Activity(
        "Event", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting.EndRequest", ("StatusCode", status));
}
