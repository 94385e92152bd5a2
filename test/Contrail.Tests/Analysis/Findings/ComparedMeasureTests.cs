using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>What a comparison does not take for a change of the program.</summary>
public sealed class ComparedMeasureTests
{
    private const int EndMs = 20_000;
    private const int IncidentMs = 16_000;

    private readonly StackTable _stacks = new();

    // A busy machine samples all threads less often.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 1)]
    public void Samples_count_by_round_and_not_by_the_rate_of_the_sampler(int threads, int differences)
    {
        MeasureTally tally = Begin();
        StackId place = ViewRecords.StackIn(_stacks, "System.Math.Log", "Shop.Rules.Scan");
        StackId idle = ViewRecords.StackIn(_stacks, "System.Threading.Monitor.Wait");
        for (int ms = 0; ms < EndMs; ms += ms < IncidentMs ? 50 : 10)
        {
            int working = ms < IncidentMs ? 1 : threads;
            for (int thread = 1; thread <= 4; thread++)
            {
                bool works = thread <= working;
                SampleKind kind = works ? SampleKind.Managed : SampleKind.Native;
                tally.Add(new Sample(kind, At(ms), thread, works ? place : idle));
            }
        }

        IReadOnlyList<Difference> found = Compare(tally);
        Assert.Equal(differences, found.Count);
        Assert.All(found, one => Assert.Equal(
            (new MeasureKey(MeasureKind.SampledThreads, "Shop.Rules.Scan"), 3.0),
            (one.Key, Math.Round(one.Incident / 1e9, 1))));
    }

    [Theory]
    [InlineData(1_000, 0)]
    [InlineData(100, 1)]
    public void A_duration_is_compared_if_there_are_enough_of_them(int everyMs, int differences)
    {
        MeasureTally tally = Begin();
        for (int ms = 0; ms < EndMs - 100; ms += everyMs)
        {
            int took = ms >= IncidentMs ? 900 : 5;
            tally.Add(new Span(SpanKind.Request, "GET", 1, Range(ms, ms + took)) { Target = "/orders" });
        }

        Assert.Equal(differences, Compare(tally).Count(one => one.Key.Kind == MeasureKind.SpanTime));
    }

    [Fact]
    public void A_new_route_has_no_duration_to_compare_with()
    {
        MeasureTally tally = Begin();
        for (int ms = IncidentMs; ms < EndMs - 100; ms += 100)
        {
            tally.Add(new Span(SpanKind.Request, "GET", 1, Range(ms, ms + 900)) { Target = "/new" });
        }

        Assert.DoesNotContain(Compare(tally), one => one.Key.Kind == MeasureKind.SpanTime);
    }

    [Theory]
    [InlineData("System.Threading.PortableThreadPool.GateThread.Start", 0)]
    [InlineData("Shop.Mail.Send", 1)]
    public void A_thread_of_the_framework_that_waits_for_work_is_no_change(string caller, int differences)
    {
        MeasureTally tally = Begin();
        StackId waits = ViewRecords.StackIn(_stacks, "System.Threading.WaitHandle.WaitOneNoCheck", caller);
        tally.Add(new Wait(WaitKind.Handle, 2, Range(IncidentMs, EndMs), waits));
        Assert.Equal(differences, Compare(tally).Count);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(12, 1)]
    public void One_thread_more_in_the_pool_is_no_change(int threads, int differences)
    {
        MeasureTally tally = Begin();
        for (int ms = 0; ms < EndMs; ms += 100)
        {
            int target = ms < IncidentMs ? 2 : threads;
            tally.Add(new PoolAdjustment(At(ms), target, PoolAdjustmentCause.Tuning, "climbing"));
        }

        Assert.Equal(differences, Compare(tally).Count);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(5, false)]
    public void What_may_not_have_been_recorded_is_not_compared(int count, bool isUnknown)
    {
        MeasureTally tally = Begin(CoverageState.Unknown);
        for (int number = 0; number < count; number++)
        {
            tally.Add(new ExceptionRecord(At(number), 1, "A", "b", StackId.None));
        }

        tally.OnEnd(new TraceExtent(At(EndMs), null));
        Assert.Equal(isUnknown, tally.Measured().NotComparable.Contains(MeasureKind.Exceptions));
    }

    [Theory]
    [InlineData(2_900, false)]
    [InlineData(3_100, true)]
    public void A_short_window_has_no_time_before_a_change(int ms, bool isLongEnough) =>
        Assert.Equal(isLongEnough, IncidentSearch.IsLongEnough(At(ms)));

    private MeasureTally Begin(CoverageState coverage = CoverageState.Whole)
    {
        MeasureTally tally = new();
        tally.OnBegin(TraceContext.Empty with
        {
            Stacks = _stacks,
            Coverage = new TraceCoverage(Enum.GetValues<ModelNeeds>()
                .ToDictionary(kind => kind, _ => new Coverage(coverage, null))),
        });
        return tally;
    }

    private static IReadOnlyList<Difference> Compare(MeasureTally tally)
    {
        tally.OnEnd(new TraceExtent(At(EndMs), null));
        return WindowChange.Of(tally.Measured(), new TimeRange(At(IncidentMs), At(EndMs), false, false)).Differences;
    }
}
