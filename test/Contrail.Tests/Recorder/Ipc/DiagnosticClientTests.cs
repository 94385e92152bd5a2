using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Net.Sockets;
using System.Text;
using Contrail.Ipc;
using Xunit;

namespace Contrail.Tests.Recorder.Ipc;

public sealed class DiagnosticClientTests
{
    private static readonly SessionRequest Request = new()
    {
        BufferMegabytes = 64,
        Stackwalk = false,
        Providers = [new EventPipeProvider("A", 1, EventLevel.Informational, Filter: EventIdFilter.Only(1))],
    };

    [Theory]
    [InlineData("8.0.31", "CollectTracing2")]
    [InlineData("9.0.20", "CollectTracing4")]
    [InlineData("10.0.12", "CollectTracing5")]
    public void A_session_starts_by_the_command_of_the_version(string version, string command)
    {
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe3
            ? FakeRuntime.Success(Description(version))
            : FakeRuntime.Success([5, 0, 0, 0, 0, 0, 0, 0, .. "Nett"u8]));
        using EventPipeConnection session = new DiagnosticClient(runtime.SocketPath).StartSession(Request);
        Assert.Equal(command, session.Command.ToString());
        Assert.Equal(5u, session.SessionId);
    }

    [Fact]
    public void The_stream_begins_right_after_the_answer()
    {
        byte[] answerAndStream = [.. FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0), .. "Nettrace"u8];
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe3
            ? FakeRuntime.Success(Description("10.0.12"))
            : answerAndStream);
        using EventPipeConnection session = new DiagnosticClient(runtime.SocketPath).StartSession(Request);
        byte[] buffer = new byte[100];
        Assert.Equal(8, session.Read(buffer));
        Assert.Equal("Nettrace", Encoding.ASCII.GetString(buffer, 0, 8));
        Assert.Equal(0, session.Read(buffer));
        Assert.Equal(0, session.PendingBytes);
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        byte[] answerAndStream = [.. FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0), .. new byte[1000]];
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe3
            ? FakeRuntime.Success(Description("10.0.12"))
            : answerAndStream);
        using EventPipeConnection session = new DiagnosticClient(runtime.SocketPath).StartSession(Request);
        byte[] buffer = new byte[1];
        Assert.Equal(1, session.Read(buffer));

        // A session on this process, opened by another test, makes sockets write events while it lasts: those rounds
        // allocate. What the reader allocates, it allocates in each.
        Assert.Equal(0, Enumerable.Range(0, 9).Min(_ => AllocatedBy(() => session.Read(buffer))));
    }

    [Theory]
    [InlineData("CollectTracing4", SessionConcessions.FiltersDropped)]
    [InlineData("CollectTracing3", SessionConcessions.FiltersDropped)]
    [InlineData("CollectTracing2", SessionConcessions.FiltersDropped | SessionConcessions.StacksCome)]
    internal void A_runtime_that_rejects_the_command_of_its_version_gets_an_older_one(
        string known, SessionConcessions concessions)
    {
        using FakeRuntime runtime = new(requested => requested switch
        {
            IpcCommand.Describe3 => FakeRuntime.Success(Description("10.0.12")),
            _ when requested.ToString() == known => FakeRuntime.Success(5, 0, 0, 0, 0, 0, 0, 0),
            _ => FakeRuntime.Error(IpcRefusedException.UnknownCommand),
        });
        using EventPipeConnection session = new DiagnosticClient(runtime.SocketPath).StartSession(Request);
        Assert.Equal(known, session.Command.ToString());
        Assert.Equal(concessions, session.Concessions);
    }

    [Fact]
    public void A_runtime_that_supports_no_command_receives_five_requests()
    {
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe3
            ? FakeRuntime.Success(Description("10.0.12"))
            : FakeRuntime.Error(IpcRefusedException.UnknownCommand));
        DiagnosticClient client = new(runtime.SocketPath);
        Assert.Throws<IpcRefusedException>(() => client.StartSession(Request));
        Assert.Equal(
            [IpcCommand.Describe3, IpcCommand.CollectTracing5, IpcCommand.CollectTracing4, IpcCommand.CollectTracing3,
                IpcCommand.CollectTracing2],
            runtime.Requests);
    }

    [Fact]
    public void Another_refusal_is_not_retried()
    {
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe3
            ? FakeRuntime.Success(Description("10.0.12"))
            : FakeRuntime.Error(IpcRefusedException.BadEncoding));
        DiagnosticClient client = new(runtime.SocketPath);
        IpcRefusedException refused = Assert.Throws<IpcRefusedException>(() => client.StartSession(Request));
        Assert.Equal((IpcCommand.CollectTracing5, IpcRefusedException.BadEncoding), (refused.Command, refused.HResult));
        Assert.Equal(2, runtime.Requests.Count);
    }

    [Fact]
    public void An_old_runtime_describes_itself_the_old_way()
    {
        using FakeRuntime runtime = new(requested => requested == IpcCommand.Describe1
            ? FakeRuntime.Success(Description("").AsSpan(sizeof(uint)))
            : FakeRuntime.Error(IpcRefusedException.UnknownCommand));
        Assert.Equal("app", new DiagnosticClient(runtime.SocketPath).Describe().CommandLine);
    }

    [Fact]
    public void Silence_ends_in_time()
    {
        using FakeRuntime runtime = new(_ => null);
        DiagnosticClient client = new(runtime.SocketPath, TimeSpan.FromMilliseconds(200));
        long start = Stopwatch.GetTimestamp();
        Assert.Throws<TimeoutException>(() => client.StopSession(1));
        Assert.InRange(Stopwatch.GetElapsedTime(start), TimeSpan.FromMilliseconds(190), TimeSpan.FromSeconds(3));
    }

    [Fact]
    public void A_listener_with_a_full_queue_ends_in_time()
    {
        DirectoryInfo directory = Directory.CreateTempSubdirectory("full-");
        string path = Path.Combine(directory.FullName, "socket");
        using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen(0);
        using Socket first = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        first.Connect(new UnixDomainSocketEndPoint(path));
        DiagnosticClient client = new(path, TimeSpan.FromMilliseconds(200));
        Assert.Throws<TimeoutException>(() => client.Describe());
        listener.Dispose();
        directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData("00")]                                                         // Cut in the header.
    [InlineData("444F544E45545F4950435F563100" + "1C00" + "FF00" + "0000" + "0500")] // Cut in the payload.
    public void An_answer_that_ends_early_is_an_end_of_stream(string hex)
    {
        using FakeRuntime runtime = new(_ => Convert.FromHexString(hex));
        Assert.Throws<EndOfStreamException>(() => new DiagnosticClient(runtime.SocketPath).StopSession(1));
    }

    [Theory]
    [InlineData("00000000000000000000000000000000000000000000000000")]         // Another protocol.
    [InlineData("444F544E45545F4950435F563100" + "1400" + "0400" + "0000")]    // Not an answer.
    [InlineData("444F544E45545F4950435F563100" + "1400" + "FF07" + "0000")]    // Neither yes nor no.
    [InlineData("444F544E45545F4950435F563100" + "1400" + "FFFF" + "0000")]    // No, without a reason.
    public void An_answer_that_is_none_is_invalid(string hex)
    {
        using FakeRuntime runtime = new(_ => Convert.FromHexString(hex));
        Assert.Throws<InvalidDataException>(() => new DiagnosticClient(runtime.SocketPath).StopSession(1));
    }

    [Fact]
    public void A_path_too_long_for_a_socket_is_reported()
    {
        string path = "/tmp/" + new string('x', 103);
        Assert.Throws<PathTooLongException>(() => new DiagnosticClient(path).Describe());
        Assert.Throws<SocketException>(() => new DiagnosticClient(path[..^1]).Describe());
    }

    [Fact]
    public void Only_the_names_of_the_environment_are_given()
    {
        byte[] block = [2, 0, 0, 0, .. Text("A=secret"), .. Text("B=")];
        byte[] answer = [.. FakeRuntime.Success((byte)block.Length, 0, 0, 0, 0, 0), .. block];
        using FakeRuntime runtime = new(_ => answer);
        Assert.Equal(["A", "B"], new DiagnosticClient(runtime.SocketPath).EnvironmentNames());
    }

    [Fact]
    public void A_longer_time_for_each_request_takes_the_place_of_the_first_one()
    {
        using ManualResetEventSlim never = new();
        using FakeRuntime runtime = new(_ =>
        {
            never.Wait(TimeSpan.FromMilliseconds(300), TestContext.Current.CancellationToken);
            return FakeRuntime.Success(Description("10.0.12"));
        });
        DiagnosticClient client = new(runtime.SocketPath, TimeSpan.FromMilliseconds(50));
        TimeSpan longer = TimeSpan.FromMinutes(1);
        Assert.Equal("10.0.12", client.Until(Deadline.In(longer), longer).Describe().RuntimeVersion);
    }

    private static long AllocatedBy(Func<int> read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int count = 0; count < 100; count++)
        {
            read();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Description(string version) => FakeRuntime.Description(version);

    private static byte[] Text(string text) => FakeRuntime.Text(text);
}
