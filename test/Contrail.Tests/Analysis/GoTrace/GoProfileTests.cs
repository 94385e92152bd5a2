using Contrail.Analysis.GoTrace;
using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>
/// Delays of real traces by the innermost function, equal to <c>go tool trace -pprof=sched|sync|syscall|net</c> of Go
/// 1.26. The views count more, each for a reason: what is open at the end of the trace, up to that end, and what a
/// goroutine did before it ran for the first time in the trace.
/// </summary>
public sealed class GoProfileTests
{
    [Theory]
    [InlineData("mg1.26", "sched", "", 3715, 48317504)]
    [InlineData("mg1.26", "sched", "runtime.chansend1", 3600, 15298880)]
    [InlineData("mg1.26", "sched", "runtime.goschedIfBusy", 34708, 7035712)]
    [InlineData("mg1.26", "sched", "runtime.systemstack_switch", 22, 3774272)]
    [InlineData("mg1.26", "sched", null, 42057, 75301440)]
    [InlineData("mg1.26", "sync", "runtime.chanrecv1", 3648, 26357459136)]
    [InlineData("mg1.26", "sync", "runtime.chanrecv2", 3600, 17982385920)]
    [InlineData("mg1.26", "sync", null, 7265, 48843756928)]
    [InlineData("mg1.26", "syscall", "syscall.write", 37, 861440)]
    [InlineData("mg1.26", "syscall", null, 38, 863552)]
    [InlineData("mg1.26", "net", null, 0, 0)]
    [InlineData("stress-1.26", "sched", "runtime.Gosched", 66796, 655066815)]
    [InlineData("stress-1.26", "sched", "runtime.freeDeadSpanSPMCs", 56, 24305857)]
    [InlineData("stress-1.26", "sched", null, 68127, 781148926)]
    [InlineData("stress-1.26", "sync", "runtime.gcStart", 62, 305131775)]
    [InlineData("stress-1.26", "sync", null, 135, 1234782527)]
    [InlineData("stress-1.26", "syscall", "syscall.bind", 3, 1294272)]
    [InlineData("stress-1.26", "syscall", null, 55, 2159680)]
    [InlineData("stress-1.26", "net", "internal/poll.(*FD).Read", 1, 1004288)]
    [InlineData("stress-1.26", "net", null, 2, 1037184)]
    [InlineData("af_http1.26", "sched", "runtime.chansend1", 140, 950592)]
    [InlineData("af_http1.26", "sched", null, 305, 3072128)]
    [InlineData("af_http1.26", "sync", null, 295, 9220690432)]
    [InlineData("af_http1.26", "syscall", "syscall.write", 5, 200448)]
    public void A_function_has_the_delay_of_the_profile(
        string name, string profile, string? function, long count, long nanoseconds)
    {
        Delays delays = new(profile);
        Read(name, delays);
        var listed = delays.Ended.Where(one => function is null || one.Function == function).ToList();
        Assert.Equal((count, nanoseconds), (listed.Count, listed.Sum(one => one.Nanoseconds)));
    }

    [Theory]
    [InlineData("scheduling", "sched", "places")]
    [InlineData("blocking", "all", "places")]
    [InlineData("syscalls", "syscall", "places")]
    public void A_view_adds_up_all_delays(string view, string profile, string table)
    {
        ViewRun run = new([ViewCatalog.Find(view)!], ViewOptions.Default);
        Delays delays = new(profile);
        Read("stress-1.26", new TraceModel(run.Model, delays));
        ViewTable places = run.Conclude()[0].Tables.Single(one => one.Description.Name == table);
        Assert.Equal(delays.AllNanoseconds, places.Rows.Sum(row => row[0].AsNumber));
        Assert.Equal(delays.AllCount, places.Rows.Sum(row => row[1].Integer));
    }

    private static void Read(string name, IModelSink sink)
    {
        using MemoryStream stream = new(AssembledTraces.Read("traces", name + ".trace"));
        Assert.True(GoTraceModel.TryRead(stream, null, sink, out _, TestContext.Current.CancellationToken));
    }

    private sealed class Delays(string profile) : IModelSink
    {
        private readonly HashSet<long> _hasRun = [];
        private TraceContext _context = TraceContext.Empty;

        public ModelNeeds Needs => ModelNeeds.ExecutionStates | ModelNeeds.Stacks;

        public List<(string Function, long Nanoseconds)> Ended { get; } = [];

        public long AllCount { get; private set; }

        public double AllNanoseconds { get; private set; }

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in ExecutionState state)
        {
            if (state.Activity == ThreadActivity.Running)
            {
                _hasRun.Add(state.ExecutionId);
            }

            if (!IsIn(state))
            {
                return;
            }

            AllCount++;
            AllNanoseconds += state.Range.Nanoseconds;
            if (!state.Range.IsOpenAtEnd && _hasRun.Contains(state.ExecutionId))
            {
                string function = _context.Stacks.Innermost(state.Stack)?.Name ?? "";
                Ended.Add((function, state.Range.Nanoseconds));
            }
        }

        // The definitions of the tool's profiles.
        private bool IsIn(in ExecutionState state) => (profile, state.Activity) switch
        {
            ("sched", ThreadActivity.Ready) or ("syscall", ThreadActivity.Syscall) => true,
            ("all", ThreadActivity.Waiting) => true,
            ("net", ThreadActivity.Waiting) => state.Reason == "network",
            ("sync", ThreadActivity.Waiting) => state.Reason.Contains("chan", StringComparison.Ordinal)
                || state.Reason.Contains("sync", StringComparison.Ordinal)
                || state.Reason.Contains("select", StringComparison.Ordinal),
            _ => false,
        };
    }
}
