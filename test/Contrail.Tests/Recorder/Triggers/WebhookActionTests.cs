using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Contrail.Core.Triggers;
using Contrail.Ipc;
using Contrail.Sources;
using Contrail.Triggers.Actions;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>What a webhook makes of the answers of servers.</summary>
public sealed class WebhookActionTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Without an answer there are attempts at 0, 0.5, 1.5 and 3.5 s, and 3.9 s for the last one: on a busy machine an
    /// answer takes its time.
    /// </summary>
    private static readonly TimeSpan FourAttempts = TimeSpan.FromSeconds(7.4);

    private const string NoAnswer = "gave no answer";

    private readonly TcpListener _server = new(IPAddress.Loopback, 0);
    private readonly ManualResetEventSlim _stop = new();

    public WebhookActionTests() => _server.Start();

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n", null)]
    [InlineData("HTTP/1.0 204\r\n\r\n", null)]
    [InlineData("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 202 Accepted\r\n\r\n", null)]
    [InlineData("HTTP/1.1 404 Not Found\r\n\r\n", "answered 404")]
    [InlineData(
        "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://127.0.0.1:1/\r\n\r\n",
        "answered 307; redirections are not followed")]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n", NoAnswer)]
    [InlineData("HTTP/1.1 20", NoAnswer)]
    public async Task The_status_of_the_final_answer_decides(string answer, string? failure)
    {
        using CancellationTokenSource end = new();
        Task<string> request = AnswerEachAsync(Encoding.ASCII.GetBytes(answer), end.Token);
        Assert.Equal(Failed(failure), Run("/hook", failure == NoAnswer ? FourAttempts : Patience));
        await end.CancelAsync();
        Assert.StartsWith("POST /hook HTTP/1.1\r\nHost: 127.0.0.1:", await request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_an_answer_without_an_end_a_bounded_part_is_read()
    {
        byte[] endless = new byte[1 << 20];
        Array.Fill(endless, (byte)'a');
        using CancellationTokenSource end = new();
        Task<string> request = AnswerEachAsync(endless, end.Token);
        Assert.Equal(Failed(NoAnswer), Run("/hook", FourAttempts));
        await end.CancelAsync();
        await request;
    }

    [Fact]
    public async Task An_answer_that_trickles_ends_at_the_time_limit()
    {
        using CancellationTokenSource end = new();
        Task trickle = TrickleAsync(end.Token);
        Assert.Equal(Failed("did not answer in time"), Run("/hook", TimeSpan.FromMilliseconds(700)));
        await end.CancelAsync();
        await trickle;
    }

    [Fact]
    public void A_stop_of_the_recorder_ends_it_early()
    {
        _stop.Set();
        Assert.Equal(Failed("did not answer before the recorder stopped"), Run("/hook", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_stop_of_the_recorder_ends_connecting()
    {
        // The kernel drops connections to a server that has accepted none of those that wait.
        using TcpListener full = new(IPAddress.Loopback, 0);
        full.Start(backlog: 0);
        IPEndPoint place = (IPEndPoint)full.LocalEndpoint;
        using TcpClient waiting = new();
        await waiting.ConnectAsync(place, TestContext.Current.CancellationToken);
        Task<string?> sent = Task.Run(() => Run(new Uri($"http://127.0.0.1:{place.Port}/hook"), TimeSpan.FromHours(1)));
        string connecting = $"0100007F:{place.Port:X4} 02 ";
        Assert.True(SpinWait.SpinUntil(
            () => File.ReadAllText("/proc/net/tcp").Contains(connecting, StringComparison.Ordinal), Patience));
        _stop.Set();
        Assert.Equal(
            Failed("did not answer before the recorder stopped"),
            await sent.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(true, "did not answer before the recorder stopped")]
    [InlineData(false, "did not answer in time")]
    public async Task What_ends_a_wait_after_a_handshake_is_no_failure_of_the_server(bool isStopped, string expected)
    {
        using X509Certificate2 certificate = Certificate();
        Task<int> received = ReceiveAsync(certificate);
        using Socket socket = HttpConnection.Open(
            [IPAddress.Loopback], ((IPEndPoint)_server.LocalEndpoint).Port, Deadline.In(Patience));
        bool isSecure = false;
        using DeadlineStream plain = new(socket, Deadline.In(Patience, End));
        using SslStream stream = new(
            plain, leaveInnerStreamOpen: true, (_, shown, _, _) => certificate.Equals(shown));
        stream.AuthenticateAsClient("127.0.0.1");
        isSecure = true;
        IOException failure = Assert.Throws<IOException>(() => stream.ReadByte());
        Assert.Equal((expected, false), WebhookAction.VerdictOn(failure));
        socket.Dispose();
        await received;

        void End()
        {
            if (isSecure)
            {
                throw isStopped ? new OperationCanceledException() : new TimeoutException();
            }
        }
    }

    [Fact]
    public async Task A_line_break_in_the_path_adds_no_header()
    {
        Task<string> request = AnswerAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray());
        Assert.Null(Run("/a\r\nX-Added: 1", Patience));
        Assert.StartsWith("POST /a%0D%0AX-Added:%201 HTTP/1.1\r\n", await request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_not_trusted_is_refused_before_anything_is_sent()
    {
        using X509Certificate2 certificate = Certificate();
        Task<int> received = ReceiveAsync(certificate);
        string? failure = Run("/hook?token=secret", Patience, "https");
        Assert.StartsWith(Failed("cannot be trusted: ")!, failure, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure, StringComparison.Ordinal);
        Assert.Equal(0, await received);
    }

    public void Dispose()
    {
        _server.Dispose();
        _stop.Dispose();
    }

    private static string? Failed(string? how) => how is null ? null : $"the webhook at 127.0.0.1 {how}";

    private static X509Certificate2 Certificate()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest made = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return made.CreateSelfSigned(
            new DateTimeOffset(2020, 1, 1, 0, 0, 0, default), new DateTimeOffset(2100, 1, 1, 0, 0, 0, default));
    }

    private string? Run(string path, TimeSpan limit, string scheme = "http") =>
        Run(new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)_server.LocalEndpoint).Port}{path}"), limit);

    private string? Run(Uri url, TimeSpan limit)
    {
        TriggerAction action = new(TriggerActionKind.Webhook)
        {
            Url = url.OriginalString,
            TimeoutNanoseconds = limit.Ticks * 100,
        };
        ManifestTrigger trigger = new("starvation", "starvation", "starvation");
        return WebhookAction.Run(action, new ActionFacts(trigger, "test", "Shop", 42), _stop, TimeProvider.System);
    }

    // Returns the first request; later ones are those of further attempts.
    private Task<string> AnswerEachAsync(byte[] answer, CancellationToken end) => OnThread(() =>
    {
        using CancellationTokenRegistration ending = end.Register(_server.Stop);
        string first = Answer(answer);
        try
        {
            while (true)
            {
                Answer(answer);
            }
        }
        catch (Exception stopped) when (
            stopped is SocketException or InvalidOperationException && end.IsCancellationRequested)
        {
            return first;
        }
    });

    private Task<string> AnswerAsync(byte[] answer) => OnThread(() => Answer(answer));

    // The threads of the pool are those of other tests too, which block them: an answer would be late.
    private static Task<string> OnThread(Func<string> serve) => Task.Factory.StartNew(
        serve, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
        .WaitAsync(Patience + FourAttempts, TestContext.Current.CancellationToken);

    // Returns the request.
    private string Answer(byte[] answer)
    {
        using TcpClient client = _server.AcceptTcpClient();
        NetworkStream stream = client.GetStream();
        StringBuilder request = new();
        byte[] read = new byte[4_096];
        while (!request.ToString().EndsWith('}'))
        {
            int count = stream.Read(read);
            Assert.NotEqual(0, count);
            request.Append(Encoding.UTF8.GetString(read, 0, count));
        }

        try
        {
            stream.Write(answer);
        }
        catch (IOException)
        {
            // The rest is not read.
        }

        return request.ToString();
    }

    private async Task TrickleAsync(CancellationToken end)
    {
        using TcpClient client = await _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using ManualResetEventSlim never = new();
        NetworkStream stream = client.GetStream();
        try
        {
            while (true)
            {
                await stream.WriteAsync("H"u8.ToArray(), end);
                await Task.Run(() => TimeProvider.System.Wait(never, TimeSpan.FromMilliseconds(20)), end);
            }
        }
        catch (Exception ended) when (ended is IOException or OperationCanceledException)
        {
            // The client has ended.
        }
    }

    private async Task<int> ReceiveAsync(X509Certificate2 certificate)
    {
        using TcpClient client = await _server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await using SslStream stream = new(client.GetStream());
        try
        {
            await stream.AuthenticateAsServerAsync(certificate);
            return await stream.ReadAsync(new byte[16], TestContext.Current.CancellationToken);
        }
        catch (Exception refused) when (refused is IOException or AuthenticationException)
        {
            return 0;
        }
    }
}
