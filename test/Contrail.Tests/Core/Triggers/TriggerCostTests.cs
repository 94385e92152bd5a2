using System.Diagnostics;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class TriggerCostTests
{
    private const int StormCount = 50_000;

    [Fact]
    public void Twenty_rules_in_a_storm_allocate_nothing_for_each_observation()
    {
        IEnumerable<string> expressions = Signals.All.Select(signal => signal.Example)
            .Concat(["request p99>1s in 1m by route", "gc-pause worst", "exception message~\"refused.*\""]);
        TriggerSet set = new(
        [
            .. expressions.Select(TriggerScript.Rule).Select((rule, index) => rule with
            {
                Name = $"{index}", CooldownNanoseconds = TriggerQuantity.MaxNanoseconds,
            }),
        ]);
        Storm(set, 0);
        Assert.Equal(0, LeastAllocated.Bytes(round => Storm(set, (round + 1) * StormCount)));
        Assert.All(set.States, state => Assert.InRange(state.FiringCount, 0, 1));
        Assert.InRange(set.States.Sum(state => state.Suppressed.Total), StormCount, long.MaxValue);
    }

    [Theory]
    [InlineData("((((a{900}){900}){900}){900}){900}")]
    [InlineData("(((a|b|c|d|e)*){50}){50}")]
    [InlineData("(a?){400}a{400}")]
    [InlineData("^(a|aa)+$")]
    [InlineData("(?=(a+))\\1+b")]
    [InlineData("(.*)*(.*)*(.*)*x\\1")]
    public void A_hostile_pattern_takes_a_bounded_time(string pattern)
    {
        Stopwatch watch = Stopwatch.StartNew();
        TextPattern? created = TextPattern.TryCreate(pattern);
        Assert.NotNull(created);
        for (int index = 0; index < 5; index++)
        {
            _ = created.IsMatch(new string('a', 100_000) + "!");
        }

        Assert.True(watch.Elapsed < TimeSpan.FromMinutes(2), $"{watch.Elapsed}");
    }

    [Theory]
    [InlineData("(")]
    [InlineData("[z-a]")]
    [InlineData("a{2,1}")]
    [InlineData("(?<x")]
    public void An_invalid_pattern_is_none(string pattern) => Assert.Null(TextPattern.TryCreate(pattern));

    [Fact]
    public void Only_the_first_part_of_a_long_text_is_compared()
    {
        TextPattern pattern = TextPattern.TryCreate("end")!;
        string text = new string('x', TextPattern.MaxTextLength - 3) + "END";
        Assert.True(pattern.IsMatch(text));
        Assert.False(pattern.IsMatch("x" + text));
    }

    [Fact]
    public void A_pattern_is_not_too_long() =>
        Assert.Null(TextPattern.TryCreate(new string('a', TextPattern.MaxPatternLength + 1)));

    private static void Storm(TriggerSet set, int from)
    {
        for (int index = from; index < from + StormCount; index++)
        {
            long moment = index * 1_000L;
            _ = set.Decide(new Observation(SignalKind.GcPause, moment) { Value = 1e9 });
            _ = set.Decide(new Observation(SignalKind.Exception, moment) { Subject = "A.B", Text = "refused" });
            _ = set.Decide(new Observation(SignalKind.Request, moment) { Value = index, Subject = "/orders/{id}" });
            _ = set.Decide(new Observation(SignalKind.Log, moment) { Value = 5, Subject = "Shop.Orders" });
            _ = set.Decide(
                new Observation(SignalKind.Counter, moment) { Value = 95, Subject = "System.Runtime/cpu-usage" });
            _ = set.Tick(moment);
        }
    }
}
