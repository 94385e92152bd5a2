using Contrail.Core.Triggers;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>Rules in force while one recording after another is made.</summary>
public sealed class TriggerPlanTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_fired_for_the_source_before_does_not_keep_a_rule_from_firing(bool isPending)
    {
        TriggerPlan plan = new(TriggerRules.Parse("exception", out _), TimeProvider.System, _ => { });
        IReadOnlyList<TriggerFiring> fired = Decide(plan);
        if (isPending)
        {
            plan.Fire(fired);
        }

        // Otherwise the watch failed before it passed on what fired.
        Assert.Empty(Decide(plan));
        plan.Use(EventPipeSource.Attach(Environment.ProcessId), TimeSpan.FromSeconds(10));
        Assert.Single(Decide(plan));
        Assert.Empty(plan.TakeAll());
    }

    private static IReadOnlyList<TriggerFiring> Decide(TriggerPlan plan) =>
        plan.With(rules => rules.Decide(new Observation(SignalKind.Exception, 1)));
}
