using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Contrail.Core.Triggers;
using Contrail.Snapshots;
using Contrail.Tests.Support;
using Contrail.Triggers.Actions;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>What is done after the snapshot of a trigger.</summary>
public sealed class TriggerActionsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<string> _log = [];
    private readonly TriggerActions _actions;

    public TriggerActionsTests() => _actions = new TriggerActions(_log.Add, TimeProvider.System);

    [Fact]
    public void A_program_has_the_facts_in_its_environment()
    {
        string file = Path.GetTempFileName();
        try
        {
            Do(Run("/bin/sh", "-c", $"env > {file}; cat"));
            Assert.True(_actions.Finish(Patience));
            string[] lines = File.ReadAllLines(file);
            Assert.Contains("CONTRAIL_FILE=/traces/a.nettrace", lines);
            Assert.Contains("CONTRAIL_REASON=trigger starvation", lines);
            Assert.Contains("CONTRAIL_RULE=starvation", lines);
            string json = lines.Single(line => line.StartsWith("CONTRAIL_TRIGGER=", StringComparison.Ordinal))[17..];
            Assert.Equal("starvation", JsonDocument.Parse(json).RootElement
                .GetProperty("trigger").GetProperty("signal").GetString());
            Assert.Equal(0, _actions.FailedCount);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("exited with code 3: no space", "/bin/sh", "-c", "echo no space >&2; exit 3")]
    [InlineData("cannot be run: ", "/no/such/program", "", "")]
    [InlineData("did not exit within 0.3 s and was ended", "/bin/sh", "-c", "sleep 1000 & sleep 1000")]
    public void A_program_that_fails_hangs_or_is_missing_is_reported(
        string expected, string program, string first, string second)
    {
        Do(
            Run(program, first, second) with { TimeoutNanoseconds = 300_000_000 },
            new TriggerAction(TriggerActionKind.Log));
        Assert.Contains(expected, Next(), StringComparison.Ordinal);
        Assert.Equal("trigger starvation fired for Shop (42): /traces/a.nettrace", Next());
        Assert.Equal(1, _actions.FailedCount);
    }

    [Fact]
    public async Task A_webhook_is_sent_again_until_it_is_accepted()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Do(Webhook(server));
        await AnswerAsync(server, "503 Service Unavailable");
        string body = await AnswerAsync(server, "204 No Content");
        Assert.True(_actions.Finish(Patience));
        Assert.Equal(0, _actions.FailedCount);
        JsonElement sent = JsonDocument.Parse(body).RootElement;
        Assert.Equal("contrail.trigger/1", sent.GetProperty("schema").GetString());
        Assert.Equal("/traces/a.nettrace", sent.GetProperty("file").GetString());
    }

    [Fact]
    public async Task A_webhook_that_is_refused_is_not_sent_again_and_its_url_is_not_shown()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Do(Webhook(server));
        await AnswerAsync(server, "403 Forbidden");
        Assert.Equal("action of trigger starvation failed: the webhook at 127.0.0.1 answered 403", Next());
        Assert.True(_actions.Finish(Patience));
        Assert.False(server.Pending());
    }

    [Fact]
    public void A_webhook_that_does_not_answer_ends_in_time()
    {
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Do(Webhook(server) with { TimeoutNanoseconds = 300_000_000 });
        Assert.Equal("action of trigger starvation failed: the webhook at 127.0.0.1 did not answer in time", Next());
    }

    [Fact]
    public void A_process_that_a_program_leaves_keeps_neither_a_thread_nor_a_pipe_here()
    {
        string file = Path.GetTempFileName();
        try
        {
            string script = $"readlink /proc/$$/fd/1 /proc/$$/fd/2 > {file}; sleep 20 & echo left >&2; exit 1";
            Do(Run("/bin/sh", "-c", script), new TriggerAction(TriggerActionKind.Log));
            Assert.EndsWith("exited with code 1: left", Next(), StringComparison.Ordinal);
            Next();
            string[] pipes = File.ReadAllLines(file);
            Assert.Equal(2, pipes.Length);
            Assert.Empty(pipes.Intersect(Directory.GetFiles("/proc/self/fd").Select(TargetOf)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_program_that_hangs_is_ended_when_the_recorder_stops()
    {
        string file = Path.GetTempFileName();
        try
        {
            Do(
                Run("/bin/sh", "-c", $"echo $$ > {file}; sleep 1000"),
                Run("/bin/true"),
                new TriggerAction(TriggerActionKind.Log));
            Assert.True(SpinWait.SpinUntil(() => File.ReadAllText(file).EndsWith('\n'), Patience));
            string program = "/proc/" + File.ReadAllText(file).Trim();
            Assert.False(_actions.Finish(TimeSpan.Zero));
            _actions.Dispose();
            Assert.Contains("sh was ended, because the recorder stopped", Next(), StringComparison.Ordinal);
            Assert.Contains("not done, because the recorder has stopped", Next(), StringComparison.Ordinal);
            Assert.Equal("trigger starvation fired for Shop (42): /traces/a.nettrace", Next());
            Assert.False(Directory.Exists(program));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_program_that_writes_without_end_is_ended_in_time()
    {
        Do(Run("/bin/sh", "-c", "yes; exit 0") with { TimeoutNanoseconds = 300_000_000 });
        Assert.Contains("did not exit within 0.3 s and was ended", Next(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_snapshot_an_action_has_the_process_and_the_reason()
    {
        string file = Path.GetTempFileName();
        try
        {
            _actions.Add(
                [Pending(Run("/bin/sh", "-c", $"env > {file}"))],
                new SnapshotRequest("trigger starvation"),
                saved: null,
                "disk full",
                ProcessFacts.Unknown with { Id = 42, Name = "Shop" });
            Assert.True(_actions.Finish(Patience));
            string[] lines = File.ReadAllLines(file);
            Assert.Contains("CONTRAIL_FILE=", lines);
            Assert.Contains("CONTRAIL_PROCESS=Shop", lines);
            Assert.Contains("CONTRAIL_PID=42", lines);
            Assert.Contains("CONTRAIL_ERROR=disk full", lines);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("s3://bucket/x")]
    [InlineData("no such file")]
    public void Where_a_sink_stores_it_need_not_be_a_file(string location)
    {
        Do(location, new TriggerAction(TriggerActionKind.Log));
        Assert.Equal($"trigger starvation fired for Shop (42): {location}", Next());
    }

    [Fact]
    public void The_path_of_a_file_is_full()
    {
        string file = Path.GetTempFileName();
        try
        {
            Do(Path.GetRelativePath(Environment.CurrentDirectory, file), new TriggerAction(TriggerActionKind.Log));
            Assert.Equal($"trigger starvation fired for Shop (42): {file}", Next());
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void More_than_can_wait_are_counted()
    {
        TriggerAction hangs = Run("/bin/sleep", "1000") with { TimeoutNanoseconds = 200_000_000 };
        Do([hangs, .. Enumerable.Repeat(new TriggerAction(TriggerActionKind.Log), 1_100)]);
        Assert.InRange(_actions.FailedCount, 99, 101);
    }

    public void Dispose()
    {
        _actions.Dispose();
        _log.Dispose();
    }

    private static TriggerAction Run(params string[] command) =>
        new(TriggerActionKind.Run) { Command = [.. command.Where(word => word.Length > 0)] };

    private static TriggerAction Webhook(TcpListener server) => new(TriggerActionKind.Webhook)
    {
        Url = $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/hook?token=secret",
    };

    // Returns the body of the request.
    private static async Task<string> AnswerAsync(TcpListener server, string status)
    {
        using TcpClient client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        NetworkStream stream = client.GetStream();
        StringBuilder text = new();
        byte[] read = new byte[4_096];
        while (!text.ToString().EndsWith('}'))
        {
            int count = await stream.ReadAsync(read, TestContext.Current.CancellationToken);
            Assert.NotEqual(0, count);
            text.Append(Encoding.UTF8.GetString(read, 0, count));
        }

        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            TestContext.Current.CancellationToken);
        return text.ToString().Split("\r\n\r\n")[1];
    }

    private static string? TargetOf(string descriptor)
    {
        try
        {
            return new FileInfo(descriptor).LinkTarget;
        }
        catch (IOException)
        {
            // It was closed meanwhile.
            return null;
        }
    }

    private static PendingTrigger Pending(params TriggerAction[] actions)
    {
        TriggerRule rule = TriggerRules.Parse("starvation", out _)[0] with { Actions = actions };
        TriggerFiring firing = new(
            rule,
            new Observation(SignalKind.Starvation, 7),
            new Verdict(VerdictReason.Fire, SignalKind.Starvation),
            default);
        return new PendingTrigger(firing, 0);
    }

    private void Do(params TriggerAction[] actions) => Do("/traces/a.nettrace", actions);

    private void Do(string location, params TriggerAction[] actions) => _actions.Add(
        [Pending(actions)],
        new SnapshotRequest("trigger starvation"),
        new SavedSnapshot(location, 100, Manifests.Usual),
        error: null,
        recorded: null);

    private string Next()
    {
        Assert.True(_log.TryTake(out string? line, Patience));
        return line;
    }
}
