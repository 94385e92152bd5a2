using Contrail.Core.Triggers;
using Xunit;

namespace Contrail.Tests.Core.Triggers;

public sealed class SignalsTests
{
    [Fact]
    public void Every_signal_is_described_once_and_its_example_is_a_condition_on_it()
    {
        Assert.Equal(
            Enum.GetValues<SignalKind>().Where(kind => kind != SignalKind.Unknown),
            Signals.All.Select(one => one.Kind));
        Assert.Distinct(Signals.All.Select(one => one.Name));
        Assert.All(Signals.All, signal =>
        {
            Condition? condition = TriggerParser.Parse(signal.Example, out TriggerError? error);
            Assert.Null(error);
            Assert.Equal(signal, Assert.Single(condition!.Signals).Signal);
            Assert.Equal(signal.Example, condition.ToString().Replace(" in 1s", "", StringComparison.Ordinal)
                .Replace("10/m in 1m", "10/m", StringComparison.Ordinal)
                .Replace("payload.Id>2s", "payload.Id >2s", StringComparison.Ordinal)
                .Replace(">2s by payload.Id", " by payload.Id >2s", StringComparison.Ordinal));
            Assert.NotEmpty(signal.Meaning);
            Assert.NotEmpty(signal.Needs);
        });
    }

    [Fact]
    public void The_default_set_has_a_rule_for_each_common_incident_with_a_cooldown_and_a_quota()
    {
        Assert.Equal(
            ["death", "unhandled-exception", "gc-pause>1s", "starvation", "silence>10s"],
            TriggerRules.Parse(" Default ", out TriggerError? error).Select(rule => rule.Name));
        Assert.Null(error);
        Assert.All(TriggerRules.Default, rule =>
        {
            Assert.Equal(60 * TriggerScript.Second, rule.CooldownNanoseconds);
            Assert.Equal(10, rule.MaxPerDay);
        });
    }
}
