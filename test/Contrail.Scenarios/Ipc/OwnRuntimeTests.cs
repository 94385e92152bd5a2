using System.Diagnostics;
using System.Diagnostics.Tracing;
using System.Reflection;
using System.Text;
using Contrail.Discovery;
using Contrail.Ipc;
using Microsoft.Diagnostics.Tracing;
using Contrail.Scenarios.Support;
using Xunit;
using Official = Microsoft.Diagnostics.NETCore.Client;

namespace Contrail.Scenarios.Ipc;

/// <summary>Contrail's client against the runtime that runs these tests, compared with the official client.</summary>
[Collection(Alone.Name)]
public sealed class OwnRuntimeTests
{
    private static readonly EventPipeProvider Runtime = new(
        "Microsoft-Windows-DotNETRuntime", 0x1, EventLevel.Informational);

    private static readonly SessionRequest Request = new()
    {
        BufferMegabytes = 64,
        Providers = [Runtime],
    };

    private static DiagnosticClient Client => new(DiagnosticEndpoint.Find(Environment.ProcessId).Socket!);

    [Fact]
    public void Describes_the_process_as_the_official_client_does()
    {
        // The official client keeps the answer to itself.
        object theirs = typeof(Official.DiagnosticsClient)
            .GetMethod("GetProcessInfo", BindingFlags.Instance | BindingFlags.NonPublic)!
            .Invoke(new Official.DiagnosticsClient(Environment.ProcessId), null)!;
        TargetDescription ours = Client.Describe();
        Assert.Equal(Theirs<ulong>("ProcessId"), ours.OwnPid);
        Assert.Equal(Theirs<Guid>("RuntimeInstanceCookie"), ours.Cookie);
        Assert.Equal(Theirs<string>("CommandLine"), ours.CommandLine);
        Assert.Equal(Theirs<string>("OperatingSystem"), ours.OperatingSystem);
        Assert.Equal(Theirs<string>("ProcessArchitecture"), ours.Architecture);
        Assert.Equal(Theirs<string>("ManagedEntrypointAssemblyName"), ours.EntryAssembly);
        Assert.Equal(Theirs<string>("ClrProductVersionString"), ours.RuntimeVersion);
        Assert.Equal(Environment.Version.Major, ours.RuntimeMajor);

        T Theirs<T>(string name) => (T)theirs.GetType().GetProperty(name)!.GetValue(theirs)!;
    }

    [Fact]
    public void A_session_streams_and_stop_ends_it()
    {
        DiagnosticClient client = Client;
        using EventPipeConnection session = client.StartSession(Request);
        Assert.Equal((IpcCommand.CollectTracing5, SessionConcessions.None), (session.Command, session.Concessions));
        byte[] stream = ReadToEnd(session, whenItStreams: () => client.StopSession(session.SessionId));
        Assert.Equal("Nettrace", Encoding.ASCII.GetString(stream, 0, 8));
        Assert.Equal(0x01, stream[^1]);
    }

    [Fact]
    public void Filters_and_arguments_are_understood()
    {
        const int GCStart = 1;
        SessionRequest request = Request with
        {
            Stackwalk = false,
            Providers =
            [
                Runtime with { Filter = EventIdFilter.Only(GCStart) },
                new EventPipeProvider(
                    "System.Runtime", 0x1, EventLevel.Verbose, "EventCounterIntervalSec=1", EventIdFilter.AllBut(9)),
            ],
        };
        DiagnosticClient client = Client;
        using EventPipeConnection session = client.StartSession(request);
        GC.Collect();
        byte[] stream = ReadToEnd(session, () => client.StopSession(session.SessionId));

        HashSet<int> runtimeEventIds = [];
        using EventPipeEventSource source = new(new MemoryStream(stream));
        source.Clr.All += traced => runtimeEventIds.Add((int)traced.ID);
        Assert.True(source.Process());
        Assert.Equal([GCStart], runtimeEventIds);
    }

    [Theory]
    [InlineData("CollectTracing2")]
    [InlineData("CollectTracing3")]
    [InlineData("CollectTracing4")]
    public void Older_commands_are_complete_too(string command)
    {
        byte[] message = IpcMessages.CollectTracing(
            Enum.Parse<IpcCommand>(command),
            Request with { Providers = [Runtime, new EventPipeProvider("X", 1, EventLevel.Verbose, "k=v")] });
        using System.Net.Sockets.Socket socket = DiagnosticEndpoint.Find(Environment.ProcessId).Socket!
            .Connect(Deadline.In(TimeSpan.FromSeconds(5)));
        socket.Send(message);
        byte[] answer = new byte[IpcHeader.HeaderBytes];
        IpcSocket.ReceiveExactly(socket, answer, Deadline.In(TimeSpan.FromSeconds(5)));
        Assert.True(IpcHeader.TryParse(answer, out IpcHeader header));
        Assert.Equal((IpcHeader.SuccessId, sizeof(ulong)), (header.CommandId, header.PayloadBytes));
    }

    [Fact]
    public void Close_frees_a_waiting_read_at_once()
    {
        // No provider of this name exists: after its beginning the stream is silent.
        using EventPipeConnection session = Client.StartSession(
            Request with { Providers = [new("Silent", 1, EventLevel.Informational)] });
        using ManualResetEventSlim sawTheBeginning = new();
        int lastRead = -1;
        Thread reader = new(() =>
        {
            byte[] buffer = new byte[1 << 16];
            while ((lastRead = session.Read(buffer)) != 0)
            {
                sawTheBeginning.Set();
            }
        });
        reader.Start();
        sawTheBeginning.Wait(TestContext.Current.CancellationToken);
        while (session.PendingBytes > 0)
        {
            Thread.Yield();
        }

        long start = Stopwatch.GetTimestamp();
        session.Close();
        Assert.True(reader.Join(TimeSpan.FromSeconds(5)));
        TimeSpan waited = Stopwatch.GetElapsedTime(start);
        TestContext.Current.TestOutputHelper?.WriteLine($"Freed after {waited.TotalMilliseconds:F2} ms.");
        Assert.Equal(0, lastRead);
        Assert.True(waited < TimeSpan.FromMilliseconds(100), $"It took {waited.TotalMilliseconds} ms.");
        Assert.Equal(0, session.Read(new byte[1]));
    }

    [Fact]
    public void A_variable_is_set_and_its_name_is_seen()
    {
        string name = $"CONTRAIL_{Guid.NewGuid():N}";
        DiagnosticClient client = Client;
        Assert.DoesNotContain(name, client.EnvironmentNames());
        client.SetEnvironmentVariable(name, "x");
        Assert.Contains(name, client.EnvironmentNames());
        client.Resume();
    }

    private static byte[] ReadToEnd(EventPipeConnection session, Action whenItStreams)
    {
        using MemoryStream stream = new();
        byte[] buffer = new byte[1 << 16];
        Thread? stopper = null;
        int readBytes;
        while ((readBytes = session.Read(buffer)) != 0)
        {
            stream.Write(buffer, 0, readBytes);
            if (stopper is null)
            {
                // Stopping waits until the rest is read.
                stopper = new Thread(() => whenItStreams());
                stopper.Start();
            }
        }

        stopper?.Join();
        return stream.ToArray();
    }
}
