using Contrail.Analysis;
using Contrail.Analysis.Trials;
using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.Trials;

/// <summary>Rules that are run over recorded files.</summary>
public sealed class RulesTrialTests
{
    private const string Logged = "7: ProcStatus 0 0 1, GoStatus 0 1 7 2, UserLog 10 0 1 2 1";

    private static readonly byte[] File = new NetTraceFile()
        .Add(Exception("A", "a"), 0).Add(Exception("A", "a"), 200).Add(Exception("B", "b"), 400)
        .Add(Exception("A", "a"), 12_000).Add(Exception("A", "a"), 20_000).Point(20_000).Whole();

    [Fact]
    public void It_reports_what_would_have_fired_and_how_often_a_day()
    {
        TriggerRule[] rules =
        [
            Rule("exception:A"), Rule("exception:C"), Rule("silence>5s"), Rule("death"),
            Rule("exception:B") with { CooldownNanoseconds = 0, MaxPerDay = null },
        ];
        TriedFile tried = Run(rules);
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.Write(output, "a.nettrace", tried);
        TrialText.WriteRates(output, [tried, tried]);
        Assert.Equal(
            """
            a.nettrace: 20.0 s
              exception:A: 1 snapshot, of 4 observations, 3 suppressed
                03:04:05.000  trigger exception:A, A
              exception:C: nothing was observed for it
              silence>5s: 1 snapshot, of 7 observations, 1 suppressed
                03:04:11.000  trigger silence>5s, 5.6 s (limit 5.0 s)
              death: unknown, because files of this format do not show its signal
              exception:B: 1 snapshot, of 1 observation
                03:04:05.400  trigger exception:B, B
            In a day as these 40.0 s:
              exception:A: met 17,280 times, 10 snapshots
              exception:C: met 0 times, 0 snapshots
              silence>5s: met 8,640 times, 10 snapshots
              death: unknown, because files of this format do not show its signal
              exception:B: met 4,320 times, 4,320 snapshots

            """,
            output.ToString());
    }

    [Fact]
    public void A_rule_that_a_file_cannot_judge_is_unknown_and_not_rare()
    {
        TriggerRule[] rules =
            [Rule("gc-pause>1s"), Rule("event:Shop/Failed"), Rule("counter:Shop/x>1"), Rule("exception:C")];
        TriedFile without = Run(rules);
        byte[] other = new NetTraceFile()
            .Add(SuspendBegin(), 0).Add(RestartEnd(), 40).Add(GCStart(3, 2, reason: 1), 41).Add(GCEnd(3, 2), 42)
            .Add(DescribedEvents.Event("Shop", "Placed", ("Id", 1)), 10_000).Point(10_000).Whole();
        Assert.True(TryRun(TraceAnalysis.NetTrace(), other, out TriedFile? with, out _, rules));
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.WriteRates(output, [without]);
        TrialText.WriteRates(output, [without, with!]);
        const string Unknown = "unknown, because the file does not show whether its events were recorded";
        const string Nothing = "unknown, because nothing of its provider is in the file";
        Assert.Equal(
            $"""
            In a day as these 20.0 s:
              gc-pause>1s: {Unknown}
              event:Shop/Failed: {Nothing}
              counter:Shop/x>1: {Nothing}
              exception:C: met 0 times, 0 snapshots
            In a day as these 30.0 s:
              gc-pause>1s: met 0 times, 0 snapshots, of 10.0 s in 1 of 2 files; others {Unknown}
              event:Shop/Failed: met 0 times, 0 snapshots, of 10.0 s in 1 of 2 files; others {Nothing}
              counter:Shop/x>1: {Nothing}
              exception:C: met 0 times, 0 snapshots, of 20.0 s in 1 of 2 files; others {Unknown}

            """,
            output.ToString());
        output.GetStringBuilder().Clear();
        TrialText.Write(output, "a.nettrace", without);
        Assert.StartsWith(
            $"a.nettrace: 20.0 s\n  gc-pause>1s: {Unknown}\n  event:Shop/Failed: {Nothing}\n", output.ToString());
    }

    [Fact]
    public void A_profile_that_lacks_the_events_of_a_rule_leaves_it_unknown()
    {
        SnapshotManifest manifest = Manifests.Usual with
        {
            Sessions = ["main (collections): Microsoft-Windows-DotNETRuntime:0x1:4"],
            Profiles = [],
        };
        byte[] file = new NetTraceFile()
            .Add(Custom("Any", 1, "Tick"), 0).AddAll(RuntimeEvents.SnapshotManifest(manifest), 10).Whole();
        TriggerRule[] rules = [Rule("exception"), Rule("gen2"), Rule("exception or gen2"), Rule("silence>1m")];
        Assert.True(TryRun(TraceAnalysis.NetTrace(), file, out TriedFile? tried, out _, rules));
        Assert.Equal(
            [TrialDoubt.NotRecorded, TrialDoubt.None, TrialDoubt.NotRecorded, TrialDoubt.None],
            tried!.States.Select(state => TrialDoubts.Of(tried.File, state)));
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.Write(output, "a.nettrace", tried);
        Assert.Contains("  exception: unknown, because its events were not recorded\n", output.ToString());
    }

    [Fact]
    public void Each_file_is_a_process_of_its_own()
    {
        for (int number = 0; number < 2; number++)
        {
            Assert.Single(Run([Rule("exception:A")]).Firings);
        }
    }

    [Fact]
    public void Another_file_is_refused()
    {
        Assert.False(TryRun(TraceAnalysis.NetTrace(), [1, 2, 3], out TriedFile? tried, out TraceFault? fault));
        Assert.Null(tried);
        Assert.NotNull(fault);
        Assert.False(TryRun(TraceAnalysis.GoTrace(), [1, 2, 3], out tried, out fault));
        Assert.Null(tried);
        Assert.NotNull(fault);
    }

    [Fact]
    public void A_Go_trace_is_observed_as_by_a_recorder()
    {
        byte[] file = GoDrawing.Trace(26, GoTraceFile.TicksPerSecond, Logged, Logged);
        Assert.True(TryRun(
            TraceAnalysis.GoTrace(), file, out TriedFile? tried, out TraceFault? fault,
            Rule("log:one") with { CooldownNanoseconds = 0 }, Rule("exception")));
        Assert.Null(fault);
        Assert.Equal(0, tried!.File.MissedCount);
        Assert.Equal(["two", "two"], tried.Firings.Select(one => one.Observation.Text));
        Assert.All(tried.Firings, one => Assert.InRange(one.Observation.Nanoseconds, tried.File.Start, tried.File.End));
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.Write(output, "a.trace", tried);
        string[] lines = output.ToString().Split('\n');
        Assert.Equal("  log:one: 2 snapshots, of 2 observations", lines[1]);
        Assert.EndsWith("  trigger log:one, one", lines[2], StringComparison.Ordinal);
        Assert.Equal("  exception: unknown, because files of this format do not show its signal", lines[4]);
    }

    [Fact]
    public void The_clock_of_a_Go_trace_can_be_anything()
    {
        GoTraceFile file = new(26);
        ulong number = 0;
        foreach (ulong time in (ulong[])[(1UL << 63) - 10, (1UL << 63) + 10, ulong.MaxValue - 100])
        {
            file.Clocks(++number, time).Batch(number, GoTraceFile.NoThread, time + 1, [0x02]);
            file.Strings(number, time + 1).End();
        }

        Assert.True(TryRun(TraceAnalysis.GoTrace(), file.Bytes, out TriedFile? tried, out _, Rule("gc-pause>1s")));
        using StringWriter output = new() { NewLine = "\n" };
        TrialText.Write(output, "a.trace", tried!);
        TrialText.WriteRates(output, [tried!]);
        Assert.StartsWith("a.trace: 0 µs\n", output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(long.MinValue, long.MaxValue, 18_446_744_073.7)]
    [InlineData(long.MaxValue, long.MinValue, 0)]
    public void A_window_can_have_any_length(long start, long end, double seconds)
    {
        ObservedFile file = new(start, end, []);
        Assert.Equal(seconds, file.Length.TotalSeconds, 0.1);
        Assert.Equal(18_446_744_073.7, Math.Abs(file.OffsetOf(end).TotalSeconds), 0.1);
    }

    [Fact]
    public void A_torn_Go_trace_is_observed_up_to_its_end()
    {
        byte[] file = GoDrawing.Trace(26, GoTraceFile.TicksPerSecond, Logged, Logged);
        Assert.True(TryRun(
            TraceAnalysis.GoTrace(), file[..^3], out TriedFile? tried, out TraceFault? fault, Rule("log:one")));
        Assert.Equal(TraceFaultCode.Torn, fault?.Code);
        Assert.Single(tried!.Firings);
    }

    [Fact]
    public void A_generation_with_more_observations_than_a_turn_takes_is_observed_to_its_end()
    {
        // A batch has at most 64 KiB.
        string batch = "; 7: " + string.Join(", ", Enumerable.Repeat("UserLog 0 0 1 2 1", 5_000));
        string drawing = Logged + string.Concat(Enumerable.Repeat(batch, 8));
        Assert.True(TryRun(
            TraceAnalysis.GoTrace(), GoDrawing.Trace(26, drawing), out TriedFile? tried, out TraceFault? fault,
            Rule("log:one")));
        Assert.Null(fault);
        Assert.Equal(40_001, tried!.States[0].ObservationCount);
    }

    private static TriggerRule Rule(string expression) => TriggerRules.Parse(expression, out _)[0];

    private static TriedFile Run(IReadOnlyList<TriggerRule> rules)
    {
        Assert.True(TryRun(TraceAnalysis.NetTrace(), File, out TriedFile? tried, out _, [.. rules]));
        return tried!;
    }

    private static bool TryRun(
        ITraceFiles format, byte[] bytes, out TriedFile? tried, out TraceFault? fault, params TriggerRule[] rules)
    {
        using MemoryStream stream = new(bytes);
        return TraceAnalysis.TryRules(format, stream, rules, out tried, out fault, CancellationToken.None);
    }
}
