using System.Diagnostics.Tracing;
using System.Net;
using System.Net.Sockets;
using Contrail.Tests.Support;
using Xunit;
using OfficialProvider = Microsoft.Diagnostics.NETCore.Client.EventPipeProvider;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Requests that this process sends, as the runtime records them.</summary>
[Collection(Alone.Name)]
public sealed class RealSpanTests
{
    private const string Filter =
        "[AS]System.Net.Http/Stop-Record:-TraceId;SpanId;ParentSpanId;DurationTicks=Duration.Ticks;"
        + "Tags=TagObjects.*Enumerate";

    private static readonly OfficialProvider[] Providers =
    [
        SelfCapture.All("System.Net.Http"), SelfCapture.All("System.Net.Sockets"),
        SelfCapture.All("System.Threading.Tasks.TplEventSource", 0x80),
        new(
            "Microsoft-Diagnostics-DiagnosticSource", EventLevel.Informational, 3,
            new Dictionary<string, string> { ["FilterAndPayloadSpecs"] = Filter }),
    ];

    [Fact]
    public void A_request_is_one_span_with_its_address_status_and_trace_id()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        string address = $"http://{server.LocalEndpoint}/cart";
        byte[] file = SelfCapture.Of(Providers, () =>
        {
            Task answer = AnswerAsync(server);
            using HttpClient client = new();
            Assert.Equal("ok", client.GetStringAsync(address + "?id=1").GetAwaiter().GetResult());
            answer.GetAwaiter().GetResult();
            server.Stop();
            Assert.Throws<HttpRequestException>(() => client.GetStringAsync(address).GetAwaiter().GetResult());
        });
        IReadOnlyList<string> spans = SpanLines.Of(file);
        Assert.Matches(
            $"^HttpClient GET {address} on .* status 200 .*trace [0-9a-f]{{32}} span [0-9a-f]{{16}}",
            Assert.Single(spans, span => span.StartsWith("HttpClient", StringComparison.Ordinal)
                && span.Contains("status 200", StringComparison.Ordinal)));
        Assert.Contains(spans, span => span.StartsWith($"HttpClient GET {address} on", StringComparison.Ordinal)
            && span.Contains(" failed", StringComparison.Ordinal));
        Assert.Contains(spans, span => span.StartsWith("Connect connect 127.0.0.1:", StringComparison.Ordinal));
        Assert.DoesNotContain(spans, span => span.Contains(" open at", StringComparison.Ordinal)
            && span.StartsWith("HttpClient", StringComparison.Ordinal));
    }

    private static async Task AnswerAsync(TcpListener server)
    {
        using Socket connection = await server.AcceptSocketAsync(TestContext.Current.CancellationToken);
        byte[] request = new byte[4096];
        await connection.ReceiveAsync(request, TestContext.Current.CancellationToken);
        await connection.SendAsync(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"u8.ToArray(),
            TestContext.Current.CancellationToken);
    }
}
