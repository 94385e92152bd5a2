using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class ComparisonTests
{
    private readonly TraceContext _context = TraceContext.Empty;
    private readonly MeasureTally _tally = new();

    public ComparisonTests() => _tally.OnBegin(_context);

    [Fact]
    public void A_new_lock_ranks_before_a_few_more_exceptions()
    {
        StackId place = ViewRecords.StackIn(_context.Stacks, "System.Threading.Monitor.Enter", "Shop.Orders.Place");
        AddSteady();
        for (int ms = 17_000; ms < 20_000; ms += 100)
        {
            _tally.Add(new Wait(WaitKind.Lock, 3, Range(ms, ms + 90), place));
            _tally.Add(new Wait(WaitKind.Lock, 4, Range(ms, ms + 90), place));
            _tally.Add(new ExceptionRecord(At(ms), 3, "A", "b", StackId.None));
        }

        IReadOnlyList<Difference> found = Compare(17_000).Differences;
        Assert.Equal(new MeasureKey(MeasureKind.Waits, "Shop.Orders.Place"), found[0].Key);
        Assert.InRange(found[0].Incident, 1.7e9, 1.9e9);
        Assert.Equal(0, found[0].Usual);
        Assert.Contains(found, one => one.Key == new MeasureKey(MeasureKind.Exceptions, "A"));
    }

    [Fact]
    public void Quiet_time_does_not_differ_from_quiet_time()
    {
        AddSteady();
        Assert.Empty(Compare(17_000).Differences);
        Assert.Null(WindowChange.Of(Measured()));
    }

    // Parts of a short past are shorter than the incident, and chance is larger in them.
    [Theory]
    [InlineData(7, 1)]
    [InlineData(4, 0)]
    public void Events_that_are_more_than_chance_in_the_whole_incident_differ(int count, int differences)
    {
        AddSteady();
        for (int index = 0; index < count; index++)
        {
            int start = 16_200 + (index * 3_600 / count);
            _tally.Add(new Collection(index, 2, "large objects", false, Range(start, start + 1)));
        }

        Assert.Equal(differences, Compare(16_000).Differences.Count);
    }

    [Fact]
    public void Stops_for_the_samples_of_the_recording_are_no_change()
    {
        AddSteady();
        for (int ms = 17_000; ms < 20_000; ms += 100)
        {
            _tally.Add(new Pause(PauseCause.Sampling, "other", Range(ms, ms + 60)));
        }

        Assert.Empty(Compare(17_000).Differences);
    }

    [Fact]
    public void A_change_at_the_end_is_found_without_its_time()
    {
        AddSteady();
        for (int ms = 18_000; ms < 20_000; ms += 5)
        {
            _tally.Add(new ExceptionRecord(At(ms), 3, "Shop.Refused", "b", StackId.None));
        }

        WindowChange? change = WindowChange.Of(Measured());
        Assert.NotNull(change);
        Assert.InRange(change.Incident.Start.Nanoseconds / 1e6, 16_900, 18_100);
        Assert.Equal("Shop.Refused", change.Differences[0].Key.Subject);
    }

    // The time before may be much shorter: the window often begins just before the incident.
    [Theory]
    [InlineData(3_000, 12_600)]
    [InlineData(6_300, 12_600)]
    [InlineData(11_000, 12_600)]
    [InlineData(9_000, 60_000)]
    [InlineData(58_000, 60_000)]
    public void A_change_is_found_wherever_it_began(long startMs, long endMs)
    {
        StackId place = ViewRecords.StackIn(_context.Stacks, "System.Threading.Monitor.Enter", "Shop.Orders.Place");
        AddSteady(endMs);
        for (long ms = startMs; ms < endMs; ms += 100)
        {
            _tally.Add(new Wait(WaitKind.Lock, 3, Range(ms, ms + 90), place));
        }

        WindowChange change = WindowChange.Of(Measured(endMs))!;
        Assert.Equal(new MeasureKey(MeasureKind.Waits, "Shop.Orders.Place"), Assert.Single(change.Differences).Key);
        Assert.InRange(
            change.Incident.Start.Nanoseconds / 1e6, startMs - (0.03 * endMs), startMs + (0.01 * endMs));
        Assert.Equal(endMs, change.Incident.End.Nanoseconds / 1e6);
    }

    [Fact]
    public void What_attaching_costs_is_not_usual()
    {
        AddSteady();
        for (int ms = 0; ms < 20_000; ms += ms is >= 500 and < 10_000 ? 1_000 : 5)
        {
            _tally.Add(new CompiledMethod(At(ms), 3, "Shop.Run", CodeTier.Optimized));
        }

        Assert.Equal(MeasureKind.CompiledMethods, Assert.Single(Compare(10_000).Differences).Key.Kind);
        Assert.InRange(WindowChange.Of(Measured())!.Incident.Start.Nanoseconds / 1e6, 10_200, 10_700);
    }

    [Fact]
    public void A_change_that_is_over_has_its_end()
    {
        StackId place = ViewRecords.StackIn(_context.Stacks, "System.Threading.Monitor.Enter", "Shop.Orders.Place");
        AddSteady();
        for (long ms = 8_000; ms < 10_000; ms += 100)
        {
            _tally.Add(new Wait(WaitKind.Lock, 3, Range(ms, ms + 90), place));
            _tally.Add(new Wait(WaitKind.Lock, 4, Range(ms, ms + 90), place));
        }

        WindowChange change = WindowChange.Of(Measured())!;
        Assert.InRange(change.Incident.Start.Nanoseconds / 1e6, 7_800, 8_100);
        Assert.InRange(change.Incident.End.Nanoseconds / 1e6, 9_900, 10_200);
        Assert.Equal((0, change.Incident.Start), (change.Past.Start.Nanoseconds, change.Past.End));
    }

    // Two seconds are a fortieth of the window.
    [Fact]
    public void A_short_change_in_a_long_window_is_found()
    {
        AddSteady(81_000);
        AddBurst(40_700);
        WindowChange change = WindowChange.Of(Measured(81_000))!;
        Assert.Equal("Shop.Refused", Assert.Single(change.Differences).Key.Subject);
        Assert.InRange(change.Incident.Start.Nanoseconds / 1e6, 40_400, 40_900);
        Assert.InRange(change.Incident.End.Nanoseconds / 1e6, 42_500, 43_000);
    }

    [Fact]
    public void A_short_change_that_returns_is_usual()
    {
        AddSteady(81_000);
        for (int ms = 15_000; ms < 80_000; ms += 13_000)
        {
            AddBurst(ms);
        }

        Assert.Null(WindowChange.Of(Measured(81_000)));
    }

    // Exceptions at random times, and a task that blocks one thread now and then: no range of it is an incident.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Chance_is_no_change(int seed)
    {
        Random random = new(seed);
        StackId place = ViewRecords.StackIn(_context.Stacks, "System.Threading.Monitor.Enter", "Shop.Files.Flush");
        for (double ms = 0; ms < 20_000; ms += -50 * Math.Log(1 - random.NextDouble()))
        {
            _tally.Add(new ExceptionRecord(At((long)ms), 3, "Usual", "b", StackId.None));
        }

        for (long ms = random.Next(4_000); ms < 20_000; ms += random.Next(2_000, 5_000))
        {
            _tally.Add(new Wait(WaitKind.Lock, 3, Range(ms, ms + random.Next(100, 500)), place));
        }

        Assert.Null(WindowChange.Of(Measured()));
    }

    [Fact]
    public void A_single_wait_is_no_change_and_differs_from_a_past_without_one()
    {
        StackId place = ViewRecords.StackIn(_context.Stacks, "System.Threading.Monitor.Enter", "Shop.Files.Flush");
        AddSteady();
        _tally.Add(new Wait(WaitKind.Lock, 3, Range(18_100, 19_000), place));
        Assert.Null(WindowChange.Of(Measured()));
        Assert.Equal(
            new MeasureKey(MeasureKind.Waits, "Shop.Files.Flush"), Assert.Single(Compare(17_000).Differences).Key);
    }

    // A fifth of a thread that waits, a tenth of one that runs.
    [Theory]
    [InlineData("Waiting", 15, 0)]
    [InlineData("Waiting", 25, 1)]
    [InlineData("Running", 8, 0)]
    [InlineData("Running", 12, 1)]
    public void Little_time_does_not_matter(string activity, long eachMs, int differences)
    {
        StackId place = ViewRecords.StackIn(_context.Stacks, "Shop.Files.Flush");
        for (long ms = 17_000; ms < 20_000; ms += 100)
        {
            ExecutionState state = new(3, Enum.Parse<ThreadActivity>(activity), "", Range(ms, ms + eachMs));
            _tally.Add(state with { Stack = place, Function = "Shop.Run" });
        }

        Assert.Equal(differences, Compare(17_000).Differences.Count);
    }

    [Fact]
    public void Goroutines_that_wait_in_no_code_of_the_program_are_idle()
    {
        StackId idle = ViewRecords.StackIn(_context.Stacks, "System.Net.Read", "System.Net.Serve");
        _tally.Add(new ExecutionState(3, ThreadActivity.Waiting, "network", Range(10_000, 20_000)) { Stack = idle });
        Assert.Empty(Compare(10_000).Differences);
    }

    [Fact]
    public void A_peak_that_the_past_had_too_is_not_unusual()
    {
        for (int second = 0; second < 20; second += 4)
        {
            for (int ms = 0; ms < 400; ms++)
            {
                _tally.Add(new ExceptionRecord(At((1_000 * second) + ms + 3_000), 3, "A", "b", StackId.None));
            }
        }

        Assert.Empty(Compare(19_000).Differences);
    }

    [Fact]
    public void Two_seconds_have_no_past_to_compare_with()
    {
        _tally.Add(new ExceptionRecord(At(1_900), 3, "A", "b", StackId.None));
        Assert.Null(WindowChange.Of(Measured(endMs: 2_000)));
    }

    [Fact]
    public void A_finding_has_the_time_in_which_nearly_all_of_its_measure_lies()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId place = records.Stack("Shop.Orders.Place");
        for (int ms = 8_000; ms < 10_000; ms += 100)
        {
            records.Model.Add(new Wait(WaitKind.Lock, 3, Range(ms, ms + 100), place) { ObjectId = 1 });
        }

        TimeRange range = Assert.Single(records.Findings(endMs: 20_000)).Range!.Value;
        Assert.InRange(range.Start.Nanoseconds / 1e6, 7_900, 8_100);
        Assert.InRange(range.End.Nanoseconds / 1e6, 9_900, 10_100);
    }

    private void AddBurst(int startMs)
    {
        for (int ms = startMs; ms < startMs + 2_000; ms += 25)
        {
            _tally.Add(new ExceptionRecord(At(ms), 3, "Shop.Refused", "b", StackId.None));
        }
    }

    private void AddSteady(long endMs = 20_000)
    {
        for (long ms = 0; ms < endMs; ms += 100)
        {
            _tally.Add(new ExceptionRecord(At(ms), 3, "Usual", "b", StackId.None));
            _tally.Add(new PoolAdjustment(At(ms), 8, PoolAdjustmentCause.Tuning, "climbing"));
        }
    }

    [Fact]
    public void Values_beyond_the_limit_of_measures_are_counted()
    {
        AddSteady();
        for (int number = 0; number < 600; number++)
        {
            _tally.Add(new ExceptionRecord(At(19_000), 3, $"Type{number}", "b", StackId.None));
        }

        Assert.InRange(Compare(17_000).RejectedCount, 101, 110);
    }

    private MeasuredSteps Measured(long endMs = 20_000)
    {
        _tally.OnEnd(new TraceExtent(At(endMs), null));
        return _tally.Measured();
    }

    private WindowChange Compare(long startMs) =>
        WindowChange.Of(Measured(), new TimeRange(At(startMs), At(20_000), false, false));
}
