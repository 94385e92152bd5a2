using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;

namespace Contrail.Tests.Analysis.Views.Machine;

/// <summary>The operating system's figures as tables and charts.</summary>
public sealed class MachineViewTests
{
    private const long Second = 1_000_000_000;

    [Fact]
    public void Totals_are_rates_states_are_peaks_and_unknown_figures_are_absent()
    {
        ViewRecords records = new(MachineView.Description);
        records.Model.Add(Process(0, ("UserTime", 0), ("SystemTime", 0), ("ResidentBytes", 100)));
        records.Model.Add(Process(1_000, ("UserTime", Second), ("SystemTime", 0), ("ResidentBytes", 300)));
        records.Model.Add(Process(2_000, ("UserTime", Second * 5 / 2), ("SystemTime", 0), ("ResidentBytes", 200)));
        ViewResult result = records.Conclude(2_000);
        Assert.Equal(
            ["1 | 0 | -", "1 | 0 | -", "1.5 | 0 | -", "1.5 | 0 | -"],
            records.Rows(result, "processor", "user", "system", "waiting"));
        Assert.Equal(["300", "300", "200", "200"], records.Rows(result, "memory", "resident"));
        Assert.Equal(
            ["UserTime | 1.25 | 2.5 | s/s | rate", "SystemTime | 0 | 0 | s/s | rate",
                "ResidentBytes | 250 | 100 | B | state"],
            records.Rows(result, "figures", "figure", "mean", "change", "unit", "kind"));
        Assert.Contains("RunQueueDelay, RunCount", string.Join('\n', records.Rows(result, "missing", "figures")));
        Assert.DoesNotContain("UserTime", string.Join('\n', records.Rows(result, "missing", "figures")));
        Assert.Equal(
            "The process used 1.25 processors on average (1.25 in user code, 0.0 in the kernel).",
            result.Headlines[0]);
    }

    [Fact]
    public void Figures_of_the_runtime_are_rates_of_their_own_time_and_unknown_ones_are_absent()
    {
        ViewRecords records = new(MachineView.Description);
        records.Model.Add(Runtime(
            1_000, ("Interval", Second), ("Gen2Collections", 3), ("PauseTime", Second / 10),
            ("LongestPause", Second / 20)));
        records.Model.Add(Runtime(2_000, ("Interval", Second)));
        records.Model.Add(Runtime(
            4_000, ("Interval", Second / 2), ("Gen2Collections", 1), ("PauseTime", 0), ("LongestPause", 0)));
        ViewResult result = records.Conclude(4_000);
        Assert.Equal(
            ["Gen2Collections | 2.667 | 4 | /s | rate | 1500000000",
                "PauseTime | 0.067 | 0.1 | s/s | rate | 1500000000"],
            records.Rows(result, "figures", "figure", "mean", "change", "unit", "kind", "covered")
                .Where(row => row.StartsWith('G') || row.StartsWith("PauseTime", StringComparison.Ordinal)));
        string[] charted = records.Rows(result, "runtime", "gen2", "paused", "exceptions");
        Assert.Equal("3 | 0.1 | -", charted[0]);
        Assert.Contains("- | - | -", charted);
        Assert.Contains(
            "runtime | Exceptions | the profile does not record the event, or events were lost",
            records.Rows(result, "missing", "group", "figures", "reason"));
    }

    [Fact]
    public void The_nearest_group_with_a_quota_is_the_one_that_limits()
    {
        ViewRecords records = new(MachineView.Description);
        for (int second = 0; second < 3; second++)
        {
            records.Model.Add(Cgroup(
                second * 1_000, "/pod/app", ("Level", 0), ("CpuQuota", FigureTable.NoLimit),
                ("CpuPeriod", Second / 10), ("Periods", 0), ("ThrottledPeriods", 0), ("ThrottledTime", 0)));
            records.Model.Add(Cgroup(
                second * 1_000, "/pod", ("Level", 1), ("CpuQuota", Second / 20), ("CpuPeriod", Second / 10),
                ("Periods", 10 * second), ("ThrottledPeriods", 4 * second), ("ThrottledTime", second * Second / 4)));
        }

        ViewResult result = records.Conclude(2_000);
        Assert.Equal(
            ["0.5 | 0.4 | 0.25", "0.5 | 0.4 | 0.25", "0.5 | 0.4 | 0.25", "0.5 | 0.4 | 0.25"],
            records.Rows(result, "processor", "quota", "throttledPeriods", "throttled"));
        Assert.Contains(
            "The quota of the control group /pod is 0.5 processors; it was throttled in 40.0 % of the periods, for "
                + "500 ms of all its processors together.",
            result.Headlines);
        Assert.Contains("/pod/app | CpuQuota | no limit | -", records.Rows(
            result, "figures", "subject", "figure", "kind", "last"));
    }

    [Fact]
    public void A_group_that_the_recorder_does_not_see_is_reported_with_its_reason()
    {
        ViewRecords records = new(MachineView.Description);
        records.Model.Add(Process(0, ("UserTime", 0)));
        ViewResult result = records.Conclude();
        Assert.Contains(
            "cgroup | all | the recorder does not see the control group of the process: it is outside of its namespace "
                + "or of its mounts",
            records.Rows(result, "missing", "group", "figures", "reason"));
    }

    [Fact]
    public void Shares_of_the_machine_are_of_the_time_of_all_its_processors()
    {
        ViewRecords records = new(MachineView.Description);
        records.Model.Add(Host(0, ("UserTime", 0), ("IdleTime", 0), ("IoWaitTime", 0), ("StealTime", 0)));
        records.Model.Add(Host(
            1_000, ("UserTime", Second), ("IdleTime", 2 * Second), ("IoWaitTime", Second), ("StealTime", Second)));
        ViewResult result = records.Conclude(1_000);
        Assert.Equal(
            ["0.4 | 0.2 | 0.2", "0.4 | 0.2 | 0.2"],
            records.Rows(result, "processor", "hostBusy", "hostSteal", "hostIoWait"));
    }

    [Fact]
    public void All_charts_have_the_same_times_and_stay_small_in_a_long_trace()
    {
        ViewRecords records = new(MachineView.Description);
        records.Model.Add(new HeapState(ViewRecords.At(100), 1, 1, 5, 0, 0));
        for (int second = 5; second < 20_000; second++)
        {
            records.Model.Add(Process(second * 1_000L, ("UserTime", second * Second), ("ResidentBytes", second)));
        }

        ViewResult result = records.Conclude(20_000_000);
        string[] processor = records.Rows(result, "processor", "time");
        Assert.InRange(processor.Length, 60, MachineView.MaxSteps);
        Assert.Equal(processor, records.Rows(result, "memory", "time"));
        Assert.Equal("0", processor[0]);
    }

    [Fact]
    public void More_groups_than_a_process_is_in_are_counted_and_not_kept()
    {
        ViewRecords records = new(MachineView.Description);
        for (int index = 0; index < 100; index++)
        {
            records.Model.Add(Cgroup(index, $"/{index}", ("CpuTime", 0)));
        }

        ViewResult result = records.Conclude();
        Assert.Equal(24, records.Rows(result, "figures", "subject").Distinct().Count());
        Assert.Contains("76 readings are not included: more than 24 control groups.", result.Notes);
    }
}
