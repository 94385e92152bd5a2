using Contrail.GoTrace;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.GoTrace;

/// <summary>The requests to a service, and the messages about an answer that is not a trace.</summary>
public sealed class GoRequestTests
{
    [Theory]
    [InlineData(
        "500 Internal Server Error",
        "Could not enable tracing: execution tracer already enabled",
        "is being traced already")]
    [InlineData(
        "500 Internal Server Error",
        "Could not enable tracing: runtime error: tracing is already enabled",
        "is being traced already")]
    [InlineData("500 Internal Server Error", "boom SECRET", "the response is 500 instead of a trace")]
    [InlineData("400 Bad Request", "profile duration exceeds server's WriteTimeout", "WriteTimeout is shorter")]
    [InlineData("404 Not Found", "404 page not found", "net/http/pprof")]
    [InlineData("401 Unauthorized", "who are you", "header or token")]
    [InlineData("302 Found", "", "leads elsewhere")]
    public void An_answer_without_a_trace_is_reported_without_secrets(string status, string text, string reported)
    {
        using FakeGoServer server = new(FakeGoServer.Status(status, text, "Location: http://127.0.0.1/SECRET\r\n"));
        Uri address = new UriBuilder(server.Address) { UserName = "me", Password = "SECRET", Query = "key=SECRET" }.Uri;
        GoTraceOptions options = new()
        {
            BearerToken = "SECRET",
            Headers = new Dictionary<string, string> { ["X-Key"] = "SECRET" },
        };
        using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.Connect(address, options));
        SourceUnavailableException refused = Assert.Throws<SourceUnavailableException>(recorder.Start);
        Assert.Contains(reported, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refused.ToString() + options, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }

    [Fact]
    public void A_missing_server_is_reported_at_once()
    {
        Uri address;
        using (FakeGoServer server = new())
        {
            address = server.Address;
        }

        using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.Connect(address));
        Assert.Contains(
            "cannot be reached (ConnectionRefused)",
            Assert.Throws<SourceUnavailableException>(recorder.Start).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_that_never_answers_is_awaited_only_up_to_the_time_limit()
    {
        using FakeGoServer server = new(answer => answer.AwaitClose());
        GoTraceOptions options = new() { AnswerWithin = TimeSpan.FromMilliseconds(300) };
        using FlightRecorder recorder = new(
            new FlightRecorderOptions(), GoTraceSource.Connect(server.Address, options));
        Assert.Contains(
            "did not answer within 0.3 s",
            Assert.Throws<SourceUnavailableException>(recorder.Start).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_that_drips_its_body_is_waited_for_no_longer_than_the_answer()
    {
        using FakeGoServer server = new(answer =>
        {
            answer.Send([.. "HTTP/1.1 500 Oh\r\nContent-Length: 5000\r\n\r\nx"u8]);
            answer.AwaitClose();
        });
        GoTraceOptions options = new() { AnswerWithin = TimeSpan.FromMilliseconds(300) };
        using FlightRecorder recorder = new(
            new FlightRecorderOptions(), GoTraceSource.Connect(server.Address, options));
        Assert.Throws<SourceUnavailableException>(recorder.Start);
    }

    [Fact]
    public void A_trace_whose_header_does_not_arrive_in_time_is_refused_as_no_answer()
    {
        using FakeGoServer server = new(FakeGoServer.Stalled([.. "go 1.26"u8]));
        GoTraceOptions options = new() { AnswerWithin = TimeSpan.FromMilliseconds(300) };
        using FlightRecorder recorder = new(
            new FlightRecorderOptions(), GoTraceSource.Connect(server.Address, options));
        SourceUnavailableException refused = Assert.Throws<SourceUnavailableException>(recorder.Start);
        Assert.Contains("did not answer within 0.3 s", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?seconds=3", "?seconds=1.5")]
    [InlineData("?seconds=3&zone=1", "?zone=1&seconds=1.5")]
    [InlineData("?a=b&%73econds=3", "?a=b&seconds=1.5")]
    public void The_seconds_of_a_pasted_address_are_replaced(string given, string requested) => Assert.Equal(
        requested, new GoTraceAddress(new Uri("http://h:1/" + given)).Request(TimeSpan.FromSeconds(1.5)).Query);

    [Fact]
    public void The_request_contains_credentials_base_path_and_a_long_session()
    {
        using FakeGoServer server = new(FakeGoServer.Whole(new GoTraceFile(26).Generation(1, 1).Bytes));
        GoTraceOptions options = new()
        {
            BearerToken = "abc",
            Headers = new Dictionary<string, string> { ["X-Tenant"] = "7" },
            ReconnectFor = TimeSpan.Zero,
        };
        Uri address = new(server.Address, "/inner?zone=1");
        using FlightRecorder recorder = new(new FlightRecorderOptions(), GoTraceSource.Connect(address, options));
        recorder.Start();
        string request = Assert.Single(server.Requests);
        Assert.StartsWith(
            "GET /inner/debug/pprof/trace?zone=1&seconds=2592000 HTTP/1.1", request, StringComparison.Ordinal);
        Assert.Contains("Authorization: Bearer abc\r\n", request, StringComparison.Ordinal);
        Assert.Contains("X-Tenant: 7\r\n", request, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/", "/debug/pprof/trace")]
    [InlineData("/a/debug/pprof/", "/a/debug/pprof/trace")]
    [InlineData("/a/debug/pprof/trace", "/a/debug/pprof/trace")]
    [InlineData("/a", "/a/debug/pprof/trace")]
    public void An_address_may_be_the_service_the_folder_or_the_endpoint(string given, string path) => Assert.Equal(
        "http://h:1" + path + "?seconds=1.5",
        new GoTraceAddress(new Uri("http://u:p@h:1" + given)).Request(TimeSpan.FromSeconds(1.5)).ToString());
}
