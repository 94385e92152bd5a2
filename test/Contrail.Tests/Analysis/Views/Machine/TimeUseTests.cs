using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views.Machine;

/// <summary>Where the time of a process and of its busiest threads went.</summary>
public sealed class TimeUseTests
{
    private const long Second = 1_000_000_000;

    private static readonly TimeUse[] Parts = [TimeUse.User, TimeUse.System, TimeUse.Waiting, TimeUse.Blocked];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 40)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_parts_are_not_negative_and_add_up_to_all_threads(int seed)
    {
        Random drawing = new(seed);
        TimeUseView view = new();
        long ms = 0;
        long user = 0;
        long system = 0;
        long delay = 0;
        for (int index = drawing.Next(2, 60); index > 0; index--)
        {
            view.Add(Process(
                ms, ("UserTime", user), ("SystemTime", system), ("RunQueueDelay", delay), ("Threads", 64)));
            long step = drawing.Next(1, 3_000);
            ms += step;
            user += drawing.NextInt64(0, step * 30_000_000);
            system += drawing.NextInt64(0, step * 10_000_000);
            delay += drawing.NextInt64(0, step * 20_000_000);
        }

        view.OnEnd(new TraceExtent(At(ms), null));
        UsedTimes times = view.Conclude();
        Assert.All(Parts, use => Assert.True(times[use].Average >= 0));
        Assert.Equal(64, Parts.Sum(use => times[use].Average!.Value), 1e-6);
        double known = times[TimeUse.User].Of;
        Assert.Equal(64 * known, Parts.Sum(use => times[use].Nanoseconds!.Value), 64 * known * 1e-9);
    }

    [Fact]
    public void What_the_figures_do_not_have_is_unknown_and_not_zero()
    {
        TimeUseView view = new();
        view.Add(Process(0, ("UserTime", 0), ("Threads", 5)));
        view.Add(Process(1_000, ("UserTime", Second), ("Threads", 5)));
        view.OnEnd(new TraceExtent(At(1_000), null));
        UsedTimes times = view.Conclude();
        Assert.Equal(1, times[TimeUse.User].Average);
        Assert.All(
            [TimeUse.System, TimeUse.Waiting, TimeUse.Blocked, TimeUse.Throttled, TimeUse.Paused],
            use => Assert.Equal((null, TimeSource.Unknown), (times[use].Nanoseconds, times[use].Source)));
        Assert.Null(times.Quota);
    }

    [Fact]
    public void Samples_show_processor_time_where_there_are_no_figures()
    {
        TraceContext context = TraceContext.Empty;
        StackId own = StackIn(context.Stacks, "Shop.Orders.Place");
        TimeUseView view = new();
        view.OnBegin(context);
        for (int index = 0; index < 100; index++)
        {
            view.Add(new Sample(SampleKind.Cpu, At(index * 10), 1, own) { CpuNanoseconds = 5_000_000 });
        }

        view.OnEnd(new TraceExtent(At(1_000), null));
        UsedTime user = view.Conclude()[TimeUse.User];
        Assert.Equal((0.5, TimeSource.Samples), (user.Average, user.Source));
        Assert.Null(view.Conclude()[TimeUse.Waiting].Nanoseconds);
    }

    [Fact]
    public void Pauses_for_samples_are_the_recorders_and_do_not_count()
    {
        TimeUseView view = new();
        view.Add(new Pause(PauseCause.Collection, "collection", Range(0, 100)));
        view.Add(new Pause(PauseCause.Sampling, "sampling", Range(200, 300)));
        view.OnEnd(new TraceExtent(At(1_000), null));
        UsedTime paused = view.Conclude()[TimeUse.Paused];
        Assert.Equal((100e6, 1e9, TimeSource.Events), (paused.Nanoseconds, paused.Of, paused.Source));
    }

    [Fact]
    public void A_thread_is_known_between_its_readings_and_the_rest_is_blocked()
    {
        ViewRecords records = new(SchedulingView.Description);
        Read(records, 0, (7, "worker", 0, 0), (8, "once", 0, 0));
        Read(records, 1_000, (7, "worker", 250, 500));
        Read(records, 4_000, (7, "worker", 1_000, 1_000));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["1000000000 | 0.25 | 1000000000 | 0.25 | 2000000000 | 0.5 | 4000000000"],
            records.Rows(
                result, "threads",
                "running", "runningShare", "waiting", "waitingShare", "blocked", "blockedShare", "known"));
        Assert.Contains("left out with one reading only: 1 thread.", result.Notes[0]);
    }

    [Fact]
    public void An_id_that_a_new_thread_has_is_not_counted_backwards()
    {
        ViewRecords records = new(SchedulingView.Description);
        Read(records, 0, (7, "old", 5_000, 5_000));
        Read(records, 1_000, (7, "old", 6_000, 5_000));
        Read(records, 2_000, (7, "new", 10, 10));
        Read(records, 3_000, (7, "new", 510, 510));
        Assert.Equal(
            ["1500000000 | 500000000 | 2000000000"],
            records.Rows(records.Conclude(), "threads", "running", "waiting", "known"));
    }

    [Fact]
    public void Without_the_figures_of_the_scheduler_waiting_and_blocked_are_unknown()
    {
        ViewRecords records = new(SchedulingView.Description);
        records.Model.Add(Process(0, ("UserTime", 0), ("SystemTime", 0)));
        records.Model.Add(Process(1_000, ("UserTime", Second), ("SystemTime", 0)));
        records.Model.Add(Thread(0, 7, "a", ("UserTime", 0), ("SystemTime", 0)));
        records.Model.Add(Thread(1_000, 7, "a", ("UserTime", Second / 2), ("SystemTime", Second / 4)));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["750000000 | - | -"], records.Rows(result, "threads", "running", "waiting", "blocked"));
        Assert.Equal(
            ["1000000000 | - | 1", "0 | - | 0", "- | - | -", "- | - | -", "- | - | -", "- | - | -"],
            records.Rows(result, "process", "time", "share", "average"));
    }

    private static void Read(
        ViewRecords records, long ms, params (long Id, string Name, long RunMs, long DelayMs)[] threads)
    {
        records.Model.Add(Process(
            ms, ("UserTime", ms * 1_000_000), ("SystemTime", 0), ("RunQueueDelay", 0), ("Threads", 2)));
        foreach ((long id, string name, long run, long delay) in threads)
        {
            records.Model.Add(Thread(
                ms, id, name, ("RunTime", run * 1_000_000), ("RunQueueDelay", delay * 1_000_000)));
        }
    }
}
