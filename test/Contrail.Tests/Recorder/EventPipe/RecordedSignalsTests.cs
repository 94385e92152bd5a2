using System.Diagnostics.Tracing;
using Contrail.Core.Triggers;
using Contrail.EventPipe;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>Rules that cannot fire with what is recorded.</summary>
public sealed class RecordedSignalsTests
{
    [Theory]
    [InlineData("gc-pause>500ms", "default", "", true)]
    [InlineData("exception", "collections", "", false)]
    [InlineData("starvation", "requests", "", true)]
    [InlineData("death", "collections", "", true)]
    [InlineData("request>2s", "default", "", false)]
    [InlineData("request>2s", "requests", "", true)]
    [InlineData("log:Shop.*", "requests", "", false)]
    [InlineData("log:Shop.*", "default", "Microsoft-Extensions-Logging", true)]
    [InlineData("counter:System.Runtime/cpu-usage>90", "default", "Shop", false)]
    [InlineData("counter:System.Runtime/cpu-usage>90", "default", "System.Runtime!", true)]
    [InlineData("counter:Shop/queue>9", "default", "System.Diagnostics.Metrics", true)]
    [InlineData("event:Shop/OrderFailed", "default", "", false)]
    [InlineData("event:Shop/OrderFailed", "default", "Kiosk", false)]
    [InlineData("event:Shop/OrderFailed", "default", "My.Shop", true)]
    [InlineData("event:OrderFailed", "default", "Shop", true)]
    [InlineData("event:OrderFailed", "default", "", false)]
    [InlineData("event:GCStart payload.Depth=2", "default", "", true)]
    [InlineData("event:*/GC*", "default", "", true)]
    [InlineData("pair:Shop/A..B >2s", "default", "", false)]
    [InlineData("pair:Shop/A..B >2s", "default", "Shop", true)]
    public void A_condition_whose_events_are_not_recorded_is_known(
        string expression, string profile, string provider, bool isRecorded)
    {
        bool isCounting = provider.EndsWith('!');
        EventPipeProvider added = new(
            provider.TrimEnd('!'), 0, EventLevel.Informational, isCounting ? "EventCounterIntervalSec=1" : null);
        Profile chosen = Profile.Find(profile)!.With(provider.Length > 0 ? [added] : []);
        SignalCondition condition = TriggerRules.Parse(expression, out _)[0].On.Signals.Single();
        Assert.Equal(isRecorded, RecordedSignals.WhyNot(condition, chosen) is null);
    }

    [Theory]
    [InlineData("counter:Shop.Orders/queue>9", "System.Runtime:EventCounterIntervalSec=1", false)]
    [InlineData("counter:Shop.Orders/queue>9", "Shop.Orders:EventCounterIntervalSec=1", true)]
    [InlineData("counter:Shop.Orders/queue>9", "Shop.Orders:", false)]
    [InlineData("counter:Orders/queue>9", "Shop.Orders:EventCounterIntervalSec=1", true)]
    [InlineData("counter:queue>9", "Shop.Orders:EventCounterIntervalSec=1", true)]
    [InlineData("counter:Shop.*/queue>9", "Shop.Orders:EventCounterIntervalSec=1", true)]
    [InlineData("counter:Shop.Orders/queue>9", "M:Metrics=Kiosk,Stock;RefreshInterval=1", false)]
    [InlineData("counter:Shop.Orders/queue>9", "M:RefreshInterval=1;Metrics=Stock,Shop.Orders", true)]
    [InlineData("counter:Shop.Orders/queue>9", "M:Metrics=Shop.Orders\\queue", true)]
    [InlineData("counter:Shop.Orders/queue>9", "M:Metrics=Shop*", true)]
    [InlineData("counter:Shop.Orders/queue>9", "M:", true)]
    public void Counters_need_the_arguments_of_their_provider(string expression, string provider, bool isRecorded)
    {
        string[] parts = provider.Split(':');
        string name = parts[0] == "M" ? "System.Diagnostics.Metrics" : parts[0];
        EventPipeProvider added = new(name, 2, EventLevel.Informational, parts[1].Length > 0 ? parts[1] : null);
        SignalCondition condition = TriggerRules.Parse(expression, out _)[0].On.Signals.Single();
        string? why = RecordedSignals.WhyNot(condition, Profile.Default.With([added]));
        Assert.Equal(isRecorded, why is null);
        Assert.Equal(isRecorded, SignalEvents.AreRecorded(condition, Profile.Default.With([added])));
    }

    [Theory]
    [InlineData("counter:Shop.Orders/queue>9", "the counters of 'Shop.Orders' are not recorded. Add --providers "
        + "Shop.Orders:0x0:4:EventCounterIntervalSec=1 for an event source, or --providers "
        + "'System.Diagnostics.Metrics:0x2:4:Metrics=Shop.Orders;RefreshInterval=1' for a meter")]
    [InlineData("counter:queue>9", "the counters of its provider are not recorded. Add for example --providers "
        + "System.Runtime:0x0:4:EventCounterIntervalSec=1 for an event source, or --providers "
        + "'System.Diagnostics.Metrics:0x2:4:Metrics=System.Runtime;RefreshInterval=1' for a meter")]
    public void The_advice_names_the_provider_of_the_counter(string expression, string advice)
    {
        SignalCondition condition = TriggerRules.Parse(expression, out _)[0].On.Signals.Single();
        Assert.Equal(advice, RecordedSignals.WhyNot(condition, Profile.Default));
    }

    [Fact]
    public void The_default_set_is_used_as_far_as_its_signals_are_recorded()
    {
        EventPipeSource source = EventPipeSource.Attach(
            1, new EventPipeOptions { Profile = Profile.Collections });
        Plan(TriggerRules.Default).Use(source, TimeSpan.FromSeconds(10));
        Contrail.Triggers.TriggerPlan other = Plan(TriggerRules.Parse("exception", out _));
        Assert.Equal(
            "Cannot watch for 'exception': the profile collections does not record them. Use --profile default.",
            Assert.Throws<SourceUnavailableException>(() => other.Use(source, TimeSpan.FromSeconds(10))).Message);
    }

    private static Contrail.Triggers.TriggerPlan Plan(IReadOnlyList<TriggerRule> rules) =>
        new(rules, TimeProvider.System, _ => { });
}
