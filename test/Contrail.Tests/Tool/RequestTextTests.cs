using Contrail.Tests.Support;
using Contrail.Tool;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;

namespace Contrail.Tests.Tool;

public sealed class RequestTextTests : IDisposable
{
    private const string Hosting = "Microsoft.AspNetCore.Hosting";
    private const string Http = "System.Net.Http";

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-requests-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_summary_has_the_requests_and_calls_with_the_longest_total_and_their_failures()
    {
        string page = Run("summary", new NetTraceFile()
            .Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0)
            .Add(Event(Hosting, "RequestStart", ("method", "GET"), ("path", "/cart/1")).In(0x10), at: 1)
            .Add(Event(Hosting, "RequestStart", ("method", "POST"), ("path", "/pay")).In(0x20), at: 2)
            .Add(
                Event(Http, "RequestStart", ("scheme", "http"), ("host", "bank"), ("port", 80), ("pathAndQuery", "/"))
                    .In(0x16),
                at: 3)
            .Add(Event(Http, "RequestFailed", ("exceptionMessage", "refused")).In(0x16), at: 4)
            .Add(Event(Http, "RequestStop", ("statusCode", -1)).In(0x16), at: 4)
            .Add(Event(Hosting, "UnhandledException").In(0x20), at: 5)
            .Add(Event(Hosting, "RequestStop").In(0x20), at: 5)
            .Add(Event(Hosting, "RequestStop").In(0x10), at: 9));
        Assert.Contains(
            "Requests    2 requests, 1 failed, 0 not ended; longest total time:\n"
                + "                 8 ms  GET /cart/#: 1, 0 failed, p50 8 ms, p99 8 ms, max 8 ms\n"
                + "                 3 ms  POST /pay: 1, 1 failed, p50 3 ms, p99 3 ms, max 3 ms\n"
                + "            Most frequent failures:\n"
                + "                    1  POST /pay, status unknown\n"
                + "HTTP calls  1 call, 1 failed, 0 not ended; longest total time:\n"
                + "                 1 ms  HTTP http://bank:80/: 1, 1 failed, p50 1 ms, p99 1 ms, max 1 ms\n"
                + "            Most frequent failures:\n"
                + "                    1  HTTP http://bank:80/: refused\n",
            page,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_summary_without_requests_has_no_such_section()
    {
        string page = Run("summary", new NetTraceFile().Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0));
        Assert.DoesNotContain("Requests", page, StringComparison.Ordinal);
        Assert.DoesNotContain("HTTP calls", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("view stacks")]
    [InlineData("view call-tree")]
    [InlineData("view callers --method Shop")]
    public void A_view_of_stacks_without_samples_reports_what_to_record(string command)
    {
        string page = Run(command, new NetTraceFile().Add(RuntimeEvents.Custom("App", 1, "Begin"), at: 0));
        Assert.Contains("Record with: --profile cpu.", page, StringComparison.Ordinal);
    }

    private string Run(string command, NetTraceFile file)
    {
        string path = Path.Combine(_folder, "a.nettrace");
        File.WriteAllBytes(path, file.Whole());
        using StringWriter output = new();
        CommandLine.Run([.. command.Split(' '), path], output, TextWriter.Null);
        return output.ToString();
    }
}
