using System.Diagnostics;
using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class TriggerSetTests
{
    private const long Second = TriggerScript.Second;
    private const double Ms = 1e6;

    [Fact]
    public void A_threshold_fires_above_its_limit_and_reports_the_figure()
    {
        TriggerScript script = new("gc-pause>500ms");
        Assert.False(script.See(SignalKind.GcPause, 1, 500 * Ms));
        Assert.Equal(
            new Verdict(VerdictReason.WithinLimit, SignalKind.GcPause, 500 * Ms, 500 * Ms, SignalUnit.Duration),
            script.Last);
        Assert.True(script.See(SignalKind.GcPause, 2, 501 * Ms));
        Assert.Equal(501 * Ms, script.State.LastFiring!.Verdict.Figure);
        Assert.False(script.See(SignalKind.Suspension, 3, 900 * Ms));
        Assert.False(script.See(SignalKind.GcPause, 4));
        Assert.Equal(VerdictReason.NoValue, script.Last.Reason);
        Assert.False(script.See(SignalKind.GcPause, 5, double.NaN));
        Assert.Equal((4, 1), (script.State.ObservationCount, script.State.FiringCount));
    }

    [Fact]
    public void A_signal_without_a_number_fires_without_a_figure()
    {
        TriggerScript script = new("log:Shop");
        Assert.True(script.See(SignalKind.Log, 1, subject: "Shop"));
        Assert.Equal(default, script.Last.Figures);
        Assert.True(script.See(SignalKind.Log, 2, 5, "Shop"));
        Assert.Equal(new VerdictFigures(5, null, "level"), script.Last.Figures);
    }

    [Theory]
    [InlineData("exception:TimeoutException", "System.TimeoutException", true)]
    [InlineData("exception:system.timeoutexception", "System.TimeoutException", true)]
    [InlineData("exception:Exception", "System.TimeoutException", false)]
    [InlineData("exception:System.*Exception", "System.TimeoutException", true)]
    [InlineData("exception:System.*X", "System.TimeoutException", false)]
    [InlineData("exception:*a*a*b", "xaaaab", true)]
    [InlineData("exception", "Any", true)]
    public void A_subject_is_a_name_its_end_or_a_pattern(string expression, string subject, bool isMatch) =>
        Assert.Equal(isMatch, new TriggerScript(expression).See(SignalKind.Exception, 1, subject: subject));

    [Fact]
    public void A_clean_exit_is_a_death_only_where_it_is_named()
    {
        Assert.False(new TriggerScript("death").See(SignalKind.Death, 1, subject: Signals.CleanExit));
        Assert.True(new TriggerScript("death").See(SignalKind.Death, 1, subject: "crash"));
        Assert.True(new TriggerScript("death:exit").See(SignalKind.Death, 1, subject: Signals.CleanExit));
    }

    [Fact]
    public void Messages_and_fields_select_observations()
    {
        TriggerScript message = new("exception message~\"refused.*80\"");
        Assert.False(message.See(SignalKind.Exception, 1, text: "Connection reset"));
        Assert.Equal(VerdictReason.OtherField, message.Last.Reason);
        Assert.True(message.See(SignalKind.Exception, 2, text: "Connection REFUSED at port 80"));

        TriggerScript payload = new("event:Shop/Failed payload.Attempts>5 payload.Region!=eu");
        Assert.False(payload.Event(1, "Shop/Failed", new ObservedField("Attempts", "5", 5)));
        Assert.False(payload.Event(2, "Shop/Failed", new ObservedField("Attempts", "6", 6)));
        Assert.False(payload.Event(3, "Shop/Failed", new("Attempts", "6", 6), new("Region", "EU")));
        Assert.True(payload.Event(4, "Shop/Failed", new("attempts", "6", 6), new("Region", "us")));

        TriggerScript log = new("log:Shop.* level>=error");
        Assert.False(log.See(SignalKind.Log, 1, 4, "Shop.Orders"));
        Assert.True(log.See(SignalKind.Log, 2, 5, "Shop.Orders"));
    }

    [Fact]
    public void Keys_are_measured_separately_and_bounded()
    {
        TriggerScript script = new("request count>=3 in 10s by route");
        for (int index = 0; index < 1_000; index++)
        {
            Assert.False(script.See(SignalKind.Request, 1 + (index / 1e6), 1, RouteOf(index)));
        }

        Assert.Equal(1_000 - Meters.Capacity, script.State.ForgottenCount);
        Assert.False(script.See(SignalKind.Request, 2, 1, RouteOf(999)));
        Assert.True(script.See(SignalKind.Request, 2, 1, RouteOf(999)));

        // Ids would be merged.
        static string RouteOf(int index) => $"/{(char)('a' + (index % 26))}/{new string('x', index / 26)}";
    }

    [Fact]
    public void A_pair_fires_at_its_end_or_once_when_the_end_is_overdue()
    {
        TriggerScript script = new("pair:Shop/OrderStart..OrderStop by payload.Id >2s");
        Assert.False(script.Event(1, "Shop/OrderStart", new ObservedField("Id", "a")));
        Assert.Equal(VerdictReason.PairStarted, script.Last.Reason);
        Assert.False(script.Event(1.5, "Shop/OrderStart", new ObservedField("Id", "b")));
        Assert.False(script.Event(2, "Shop/OrderStop", new ObservedField("Id", "x")));
        Assert.Equal(VerdictReason.NoPairStart, script.Last.Reason);
        Assert.True(script.Event(3.5, "Shop/OrderStop", new ObservedField("Id", "a")));
        Assert.Equal(2.5 * Second, script.Last.Figure);
        Assert.False(script.Tick(4.5));
        Assert.True(script.Tick(4.6));
        Assert.False(script.Tick(9));
        Assert.False(script.Event(10, "Shop/OrderStop", new ObservedField("Id", "b")));
        Assert.False(script.Event(11, "Shop/OrderStop"));
        Assert.Equal(VerdictReason.OtherField, script.Last.Reason);
    }

    [Fact]
    public void A_pair_of_the_same_event_measures_the_time_between_two_of_them()
    {
        TriggerScript script = new("pair:Shop/Beat..Beat by payload.Id >2s");
        Assert.False(script.Event(1, "Shop/Beat", new ObservedField("Id", "a")));
        Assert.True(script.Event(4, "Shop/Beat", new ObservedField("Id", "a")));
        Assert.Equal(3 * Second, script.Last.Figure);
        Assert.False(script.Event(5, "Shop/Beat", new ObservedField("Id", "a")));
        Assert.Equal(Second, script.Last.Figure);
        Assert.True(script.Event(8, "Shop/Beat", new ObservedField("Id", "a")));
    }

    [Fact]
    public void Silence_fires_once_after_activity_and_not_for_a_step_of_the_clock()
    {
        TriggerScript script = new("silence>5s");
        Assert.False(script.Tick(0));
        Assert.False(script.Tick(100));
        Assert.False(script.See(SignalKind.Silence, 101));
        Assert.False(script.Tick(106));
        Assert.False(script.Tick(106.5));
        Assert.True(script.Tick(107));
        Assert.Equal(6 * Second, script.State.LastFiring!.Verdict.Figure);
        Assert.False(script.Tick(200));
        Assert.False(script.Tick(201));
        Assert.False(script.See(SignalKind.Silence, 202));
        Assert.False(script.Tick(300));
        Assert.False(script.See(SignalKind.Silence, 300));
        Assert.False(script.Tick(301));
    }

    [Fact]
    public void The_worst_so_far_fires_after_enough_values_and_decays()
    {
        TriggerScript script = new("gc-pause worst in 1m");
        for (int index = 0; index < Measure.MinValues; index++)
        {
            Assert.False(script.See(SignalKind.GcPause, index / 100d, 100 * Ms));
        }

        Assert.Equal(VerdictReason.NotEnoughValues, script.Last.Reason);
        Assert.False(script.See(SignalKind.GcPause, 1, 90 * Ms));
        Assert.True(script.See(SignalKind.GcPause, 2, 101 * Ms));
        Assert.False(script.See(SignalKind.GcPause, 3, 60 * Ms));
        Assert.True(script.See(SignalKind.GcPause, 63, 60 * Ms));
    }

    [Fact]
    public void Percentiles_compare_with_a_limit_or_with_the_past()
    {
        TriggerScript limit = new("request p90>1s in 1m");
        TriggerScript past = new("request>p90 in 1m");
        for (int index = 0; index < 100; index++)
        {
            double value = (index < 85 ? 10 : 2_000) * Ms;
            Assert.Equal(index >= 94, limit.See(SignalKind.Request, index / 1e6, value));
            past.See(SignalKind.Request, index / 1e6, 10 * Ms);
        }

        Assert.False(past.See(SignalKind.Request, 1, 9 * Ms));
        Assert.True(past.See(SignalKind.Request, 1, 20 * Ms));
    }

    [Fact]
    public void All_conditions_have_to_be_met_in_time_and_count_once()
    {
        TriggerScript script = new("gc-pause>1s and lag>2s in 10s");
        Assert.False(script.See(SignalKind.GcPause, 1, 2e9));
        Assert.Equal(
            new Verdict(VerdictReason.OthersMissing, SignalKind.GcPause, 1, 2, SignalUnit.Count), script.Last);
        Assert.False(script.See(SignalKind.Lag, 12, 3e9));
        Assert.True(script.See(SignalKind.GcPause, 13, 2e9));
        Assert.False(script.See(SignalKind.GcPause, 14, 2e9));
        Assert.True(script.See(SignalKind.Lag, 15, 3e9));

        TriggerScript any = new("gc-pause>1s or lag>2s");
        Assert.True(any.See(SignalKind.Lag, 1, 3e9));
        Assert.False(any.See(SignalKind.GcPause, 2, 1));
        Assert.Equal(SignalKind.GcPause, any.Last.Signal);
    }

    [Fact]
    public void A_reload_keeps_the_memory_of_rules_with_the_same_condition()
    {
        TriggerRule pauses = TriggerScript.Rule("gc-pause count>=3 in 1m") with { Name = "pauses" };
        TriggerRule deaths = TriggerScript.Rule("death") with { Name = "deaths", CooldownNanoseconds = 60 * Second };
        TriggerScript script = new(pauses, deaths);
        script.See(SignalKind.GcPause, 1, 1);
        script.See(SignalKind.GcPause, 2, 1);
        Assert.True(script.See(SignalKind.Death, 3, subject: "crash"));

        script.Set.Reload([deaths with { MaxPerDay = 5 }, pauses with { AfterNanoseconds = Second }]);
        Assert.True(script.See(SignalKind.GcPause, 4, 1));
        Assert.Equal(Second, script.Set.States[1].LastFiring!.Rule.AfterNanoseconds);
        Assert.False(script.See(SignalKind.Death, 5, subject: "crash"));

        script.Set.Reload([deaths with { On = TriggerScript.Rule("death:crash").On }]);
        Assert.False(script.Set.Uses(SignalKind.GcPause));
        Assert.True(script.See(SignalKind.Death, 6, subject: "crash"));
        Assert.Throws<ArgumentException>(() => script.Set.Reload([deaths, deaths]));
        Assert.Single(script.Set.States);
    }

    [Fact]
    public void A_catastrophic_expression_costs_a_bounded_time_is_counted_and_does_not_match()
    {
        // The backreference needs the engine that backtracks.
        TriggerScript script = new("exception message~\"^(a+)+\\1$\"");
        string text = new string('a', 900) + "!";
        Stopwatch watch = Stopwatch.StartNew();
        for (int index = 0; index < 10_000; index++)
        {
            Assert.False(script.See(SignalKind.Exception, index / 10_000d, text: text));
        }

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), $"{watch.Elapsed}");
        Assert.Equal(10_000, script.State.MatchTimeoutCount);
        Assert.Equal(VerdictReason.MatchTimedOut, script.Last.Reason);
        Assert.True(script.See(SignalKind.Exception, 3, text: "aaa"));
    }

    [Fact]
    public void What_rules_use_is_known()
    {
        TriggerScript script = new("pair:Shop/A..B by payload.Id >1s and event:Shop/C payload.X=1");
        Assert.True(script.Set.Uses(SignalKind.Event));
        Assert.False(script.Set.Uses(SignalKind.Pair));
        Assert.False(script.Set.Uses((SignalKind)(-1)));
        Assert.Equal(["Id", "X"], script.Set.Conditions.SelectMany(one => one.PayloadFields));
        Assert.Equal(("Shop/A", "Shop/B"), script.Set.Conditions.First().PairSubjects);
    }
}
