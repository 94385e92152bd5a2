using System.Net;
using System.Net.Sockets;
using System.Text;
using Contrail.Tests.Support;
using Contrail.Tool;
using Contrail.Tool.Files;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Profiles that are sent to a collector.</summary>
public sealed class OtlpEndpointTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-otlp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("http://127.0.0.1:4318", "http://127.0.0.1:4318/v1development/profiles")]
    [InlineData("https://collector/", "https://collector/v1development/profiles")]
    [InlineData("https://collector/own/path", "https://collector/own/path")]
    [InlineData("collector:4318", null)]
    [InlineData("file:///etc/passwd", null)]
    [InlineData("http://user:secret@collector", null)]
    public void An_address_without_a_path_gets_that_of_profiles(string text, string? expected)
    {
        Assert.Equal(expected is not null, OtlpEndpoint.TryParse(text, out Uri address));
        Assert.Equal(expected ?? "about:blank", address.ToString());
    }

    [Fact]
    public async Task A_collector_receives_what_the_format_contains()
    {
        (int code, string output, string request) = await SendTo("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Assert.Equal(ExitCodes.Done, code);
        Assert.StartsWith("sent ", output, StringComparison.Ordinal);
        Assert.StartsWith("POST /v1development/profiles HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/x-protobuf\r\n", request);
        Assert.Contains("Shop.OutOfStock", request);
    }

    [Theory]
    [InlineData("\n\u0006\b\u0001\u0012\u0002no", "the collector rejected 1 profiles: no")]
    [InlineData("\n\u0004\u0012\u0002no", null)]
    [InlineData("\n\u00ff", null)]
    [InlineData("no", null)]
    public void A_collector_can_reject_profiles_of_a_request_that_it_accepts(string answer, string? why) =>
        Assert.Equal(why, OtlpAnswer.WhyRejected(Encoding.Latin1.GetBytes(answer)));

    [Fact]
    public async Task Rejected_profiles_are_a_failure()
    {
        const string Rejected = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\n\n\u0006\b\u0001\u0012\u0002no";
        (int code, string output, _) = await SendTo(Rejected);
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("rejected 1 profiles: no", output);
    }

    [Fact]
    public async Task A_refusal_is_reported_with_the_answer()
    {
        (int code, string output, _) = await SendTo("HTTP/1.1 400 No\r\nContent-Length: 7\r\n\r\nbad \u001b[m");
        Assert.Equal(ExitCodes.Failed, code);
        Assert.Contains("the collector answered 400: bad", output);
        Assert.DoesNotContain('\u001b', output);
    }

    private async Task<(int Code, string Output, string Request)> SendTo(string answer)
    {
        string file = Path.Combine(_folder, "a.nettrace");
        await File.WriteAllBytesAsync(file, GoldenTraces.NetTrace, TestContext.Current.CancellationToken);
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        Task<string> request = Task.Run(() => Answer(listener, answer), TestContext.Current.CancellationToken);
        using StringWriter output = new();
        string address = $"http://{listener.LocalEndpoint}";
        int code = CommandLine.Run(
            ["convert", file, "--format", "otlp", "--otlp-endpoint", address], output, output);
        return (code, output.ToString(), await request);
    }

    private static string Answer(TcpListener listener, string answer)
    {
        using TcpClient client = listener.AcceptTcpClient();
        using NetworkStream stream = client.GetStream();
        StringBuilder request = new();
        byte[] bytes = new byte[1 << 16];
        while (!IsWhole(request.ToString()))
        {
            request.Append(Encoding.Latin1.GetString(bytes, 0, stream.Read(bytes)));
        }

        stream.Write(Encoding.Latin1.GetBytes(answer));
        return request.ToString();
    }

    private static bool IsWhole(string request)
    {
        int head = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        const string Length = "Content-Length: ";
        int length = request.IndexOf(Length, StringComparison.Ordinal);
        return head >= 0 && length >= 0 && request.Length >= head + 4
            + int.Parse(request.AsSpan(length + Length.Length, request.AsSpan(length).IndexOf('\r') - Length.Length));
    }
}
