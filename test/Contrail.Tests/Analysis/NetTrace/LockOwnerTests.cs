using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Which thread holds a lock: the runtime writes managed ids and ids of the operating system.</summary>
public sealed class LockOwnerTests
{
    private const string Net8 = "8.0.20";
    private const string Net9 = "9.0.10";
    private const string Net10 = "10.0.12";
    private const string Net11 = "11.0.0";
    private const string Source = "System.Diagnostics.Tracing.NativeRuntimeEventSource";
    private const int Lock = 1;
    private const int Monitor = 2;
    private const int MonitorByLock = 3;
    private const ulong Recorder = 1UL << 62;

    [Theory]
    [InlineData(Net8, 0, 3)]
    [InlineData(Net9, Monitor, 3)]
    [InlineData(Net9, Lock, 0)]
    [InlineData(Net10, Monitor, 3)]
    [InlineData(Net10, Lock, 3)]
    [InlineData(Net10, 0, 3)]
    [InlineData(Net11, Lock, 77)]
    [InlineData(Net11, MonitorByLock, 77)]
    [InlineData(Net11, 0, 77)]
    [InlineData("", Monitor, 3)]
    [InlineData("", MonitorByLock, 77)]
    [InlineData("", Lock, 0)]
    [InlineData("", 0, 0)]
    public void The_runtime_and_the_kind_of_lock_decide_what_the_id_of_an_owner_means(
        string runtime, int stack, long owner)
    {
        NetTraceFile file = File(runtime).Add(ThreadCreated(77, flags: 0), at: 1, thread: 77)
            .Add(ContentionStart(), at: 5, thread: 8, stack: stack);
        Assert.Equal([owner], Owners(file));
    }

    [Fact]
    public void Without_other_evidence_an_id_that_only_a_thread_of_the_system_has_is_its_own()
    {
        FileEvent tick = Custom("App", 1, "Tick");
        Assert.Equal([3], Owners(File("").Add(tick, at: 1, thread: 3).Add(ContentionStart(), at: 5, thread: 8)));
        Assert.Equal(
            [0],
            Owners(File("").Add(tick, at: 1, thread: 3).Add(ContentionStart(), at: 5, thread: 8)
                .Add(ThreadCreated(9, flags: 0), at: 6, thread: 9)));
    }

    [Fact]
    public void A_managed_id_belongs_to_the_newest_thread_that_has_it_and_to_none_after_its_end()
    {
        NetTraceFile file = File(Net11)
            .Add(ContentionStart(), at: 1, thread: 8)
            .Add(ThreadCreated(77, flags: 0, managedId: 70), at: 2, thread: 77)
            .Add(ContentionStart(), at: 3, thread: 9)
            .Add(ThreadTerminated(70), at: 4, thread: 77)
            .Add(ContentionStart(), at: 5, thread: 10)
            .Add(ThreadCreated(88, flags: 0, managedId: 70), at: 6, thread: 88)
            .Add(ContentionStart(), at: 7, thread: 11);
        Assert.Equal([0, 77, 0, 88], Owners(file));
    }

    [Fact]
    public void A_thread_from_before_the_recording_is_found_in_the_rundown()
    {
        NetTraceFile file = File(Net11).Add(ContentionStart(), at: 5, thread: 8)
            .Add(ThreadRundown(66, managedId: 60), at: 9, thread: 0, capture: Recorder);
        Assert.Equal([66], Owners(file));
    }

    [Fact]
    public void A_thread_of_the_rundown_that_was_created_in_the_window_had_no_id_before()
    {
        NetTraceFile file = File(Net11)
            .Add(ContentionStart(), at: 1, thread: 8)
            .Add(ThreadCreated(77, flags: 0, managedId: 70), at: 2, thread: 77)
            .Add(ContentionStart(), at: 3, thread: 9)
            .Add(ThreadRundown(77, managedId: 70), at: 9, thread: 0, capture: Recorder);
        Assert.Equal([0, 77], Owners(file));
    }

    private static NetTraceFile File(string runtime)
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Process = ProcessFacts.Unknown with { RuntimeVersion = runtime },
        };
        NetTraceFile file = new NetTraceFile()
            .AddAll(SnapshotManifest(manifest), at: 0, thread: 0, capture: Recorder)
            .Add(MethodLoad(0x1000, 16, Source, "ContentionStart"), at: 0)
            .Add(MethodLoad(0x2000, 16, "System.Threading.Monitor", "Enter_Slowpath"), at: 0)
            .Add(MethodLoad(0x3000, 16, "Shop.Cart", "Pay"), at: 0);
        return file.Stacks(1, [0x1004, 0x3004], [0x2004, 0x3004], [0x1004, 0x2004, 0x3004]);
    }

    // In the order of time.
    private static long[] Owners(NetTraceFile file)
    {
        Waits waits = new();
        using MemoryStream stream = new(file.Whole());
        Assert.True(
            NetTraceModel.TryRead(
                stream, new TraceModel(waits), out NetTraceIndex? _, out TraceFault? fault,
                TestContext.Current.CancellationToken),
            fault.Words());
        return [.. waits.All.OrderBy(wait => wait.Range.Start).Select(wait => wait.OwnerId)];
    }

    private sealed class Waits : IModelSink
    {
        public ModelNeeds Needs => ModelNeeds.Waits | ModelNeeds.Stacks;

        public List<Wait> All { get; } = [];

        public void Add(in Wait wait) => All.Add(wait);
    }
}
