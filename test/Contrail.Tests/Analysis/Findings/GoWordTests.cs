using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Rules about both formats: of Go they speak of goroutines, and need what Go has.</summary>
public sealed class GoWordTests
{
    [Fact]
    public void Collections_stop_goroutines()
    {
        GoroutineRecords records = new(InducedCollectionsRule.Rule, GcLoadRule.Rule);
        StackId stack = records.Stack("runtime.GC", "shop.clean");
        for (int index = 0; index < 50; index++)
        {
            TimeRange range = Range(index * 100, (index * 100) + 60);
            records.Model.Add(new Collection(null, null, "induced", IsConcurrent: true, range) { Stack = stack });
            records.Model.Add(new Pause(PauseCause.Collection, "stop-the-world (GC mark termination)", range));
        }

        IReadOnlyList<Finding> all = records.Findings(5_000);
        Finding[] found = [.. all.Concat(all.SelectMany(one => one.Effects))];
        Assert.Equal(["gc-load", "induced-collections"], found.Select(one => one.Rule).Order());
        Assert.Contains(found, one => one.Headline.StartsWith(
            "Collections stopped all goroutines for 60.0 % of ", StringComparison.Ordinal));
        IEnumerable<string> texts = found.SelectMany(one =>
            (string[])[one.Headline, one.Reason, one.Surer, one.NextStep, .. one.Evidence.Select(each => each.Label)]);
        Assert.All(texts, text => Assert.DoesNotContain("thread", text, StringComparison.OrdinalIgnoreCase));
        Assert.All(texts, text => Assert.DoesNotContain("--profile", text, StringComparison.Ordinal));
    }

    // Half of the processor time of goroutines that run for half of the window.
    [Theory]
    [InlineData(5_000, 500, 1)]
    [InlineData(5_000, 20, 0)]
    [InlineData(500, 500, 0)]
    public void A_hot_method_has_the_samples_and_the_goroutines_run(long runningMs, int samples, int findings)
    {
        GoroutineRecords records = new(HotMethodRule.Rule);
        records.Add(1, ThreadActivity.Running, 0, runningMs / 2, isLast: true);
        records.Add(2, ThreadActivity.Running, 0, runningMs / 2, function: "shop.other", isLast: true);
        StackId hot = records.Stack("math.Log", "shop.price");
        StackId[] stacks = [hot, hot, hot, records.Stack("shop.render"), records.Stack("shop.send")];
        for (int index = 0; index < samples; index++)
        {
            records.Model.Add(new Sample(SampleKind.Cpu, At(index), 1, stacks[index % 5]));
        }

        IReadOnlyList<Finding> found = records.Findings();
        Assert.Equal(findings, found.Count);
        Assert.All(found, finding => Assert.Equal(
            ("shop.price", "shop.price has 60.0 % of the CPU samples; goroutines run 5.0 s in all: on average 0.5 "
                + "at any moment.", runningMs * 1e6),
            (finding.Culprit, finding.Headline,
                finding.Evidence.Single(one => one.Id == "goroutines/all/1/running").Value.AsNumber)));
    }
}
