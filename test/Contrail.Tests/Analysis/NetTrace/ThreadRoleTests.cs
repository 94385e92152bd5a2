using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>What threads are for, where the file contains it.</summary>
public sealed class ThreadRoleTests
{
    private const ulong Recorder = 1UL << 62;
    private static readonly FileEvent Tick = Custom("App", 1, "Tick");

    [Fact]
    public void Creations_and_starts_of_workers_give_threads_their_roles()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(ThreadCreated(7, flags: 2, managedId: 70), at: 1, thread: 1)
            .Add(ThreadCreated(8, flags: 0, managedId: 80), at: 2, thread: 1)
            .Add(ThreadPoolWorkerStart(), at: 3, thread: 8)
            .Add(Tick, at: 4, thread: 7).Add(Tick, at: 5, thread: 9);
        Assert.Equal("finalizer", Role(file, 7));
        Assert.Equal("thread pool", Role(file, 8));
        Assert.Null(Role(file, 9));
    }

    [Fact]
    public void A_creation_that_the_recorder_added_counts_and_its_repetition_changes_nothing()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(ThreadCreated(7, flags: 2), at: 1, thread: 1, capture: Recorder).Add(Tick, at: 4, thread: 7);
        Assert.Equal("finalizer", Role(file, 7));
        Assert.Equal("finalizer", Role(file.Add(ThreadCreated(7, flags: 2), at: 5, thread: 1), 7));
    }

    [Fact]
    public void An_id_that_two_threads_had_has_no_role()
    {
        NetTraceFile file = new NetTraceFile()
            .Add(ThreadCreated(7, flags: 4, managedId: 70), at: 1, thread: 1)
            .Add(Tick, at: 2, thread: 7)
            .Add(ThreadCreated(7, flags: 0, managedId: 71), at: 3, thread: 1);
        Assert.Null(Role(file, 7));
    }

    private static string? Role(NetTraceFile file, ulong thread) =>
        Assert.Single(Summaries.Read(file.Whole()).Threads.Busiest, one => one.ThreadId == thread).Role;
}
