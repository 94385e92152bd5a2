using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.SampleDrawing;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Methods that use the processor in other ways than one own method all the time.</summary>
public sealed class HotMethodRuleTests
{
    // As on .NET 11, which inlines the frames of timers into those of the pool.
    [Theory]
    [InlineData("System.Threading.ThreadPoolWorkQueue.Dispatch", "busy-timer")]
    [InlineData("System.Threading.Tasks.Task.ExecuteWithThreadLocal", "hot-method")]
    public void What_the_pool_calls_directly_is_a_timer(string caller, string rule)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule, HotMethodRule.Timer);
        Add(records, SampleKind.Managed, 400, records.Stack(
            "System.Math.Log", "Shop.Prices.Log", "Shop.Prices.Check",
            "System.Threading.ExecutionContext.RunFromThreadPoolDispatchLoop", caller,
            "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart"));
        Add(records, SampleKind.Managed, 900, records.Stack(
            "System.Threading.Lock.TryEnterSlow", "System.Threading.ThreadPoolWorkQueue.Dispatch",
            "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart"));
        Assert.Equal(rule, Assert.Single(records.Findings()).Rule);
    }

    [Fact]
    public void A_method_that_works_at_the_end_of_a_long_window_is_hot()
    {
        FindingRecords records = new(HotMethodRule.Rule);
        StackId hot = records.Stack("Shop.Rules.Scan");
        StackId idle = records.Stack("System.Threading.Monitor.Wait");
        for (int ms = 0; ms < 60_000; ms += 10)
        {
            records.Model.Add(new Sample(SampleKind.Native, At(ms), 1, idle));
            SampleKind kind = ms >= 55_000 ? SampleKind.Managed : SampleKind.Native;
            records.Model.Add(new Sample(kind, At(ms), 2, ms >= 55_000 ? hot : idle));
        }

        Finding finding = Assert.Single(records.Findings(60_000));
        Assert.Equal(FindingSeverity.Warning, finding.Severity);
        Assert.Contains(
            ": on average 1.0 threads are in it for 4.", finding.Headline, StringComparison.Ordinal);
        Assert.InRange(finding.Range!.Value.Start.Nanoseconds / 1e6, 54_900, 55_300);
    }

    // The work of a method is also in a lambda that it calls; handlers of routes run apart from what registers them.
    [Theory]
    [InlineData("Shop.Images.Sharpen.lambda", "Shop.Images.Sharpen", true)]
    [InlineData("Shop.Images.Sharpen.Blur", "Shop.Images.Sharpen", true)]
    [InlineData("Shop.Images.Sharpen.lambda", "Shop.Images.Render", false)]
    [InlineData("Shop.Images.SharpenAll", "Shop.Images.Sharpen", false)]
    public void What_a_method_contains_and_calls_is_its_work(string inner, string caller, bool isFound)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        Add(records, SampleKind.Managed, 300, records.Stack("System.Math.Log", "Shop.Images.Sharpen"));
        Add(records, SampleKind.Managed, 250, records.Stack("System.Math.Exp", inner, caller));
        Add(records, SampleKind.Managed, 450, records.Stack("System.Text.Json.Write", "System.Web.Run"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound ? ["Shop.Images.Sharpen"] : [], findings.Select(one => one.Culprit));
        Assert.All(findings, one => Assert.Contains(" has 55.0 % of the samples", one.Headline, default));
    }

    // The runtime inlines a method of the program into generated code, which has no module.
    [Theory]
    [InlineData("System.Text.RegularExpressions.RegexInterpreter.Match", 900, true)]
    [InlineData("System.Text.RegularExpressions.RegexInterpreter.Match", 100, false)]
    [InlineData("System.Threading.PortableThreadPool.WorkerThread.Start", 900, false)]
    public void A_method_of_the_framework_is_hot_where_no_own_code_is_known(string method, int samples, bool isFound)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        Add(records, SampleKind.Managed, samples, records.Stack(method, "System.Web.Endpoint.Invoke"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            (method, FindingSeverity.Warning), (one.Culprit, one.Severity)));
    }

    // The names of a torn file are missing: an address can be a method that waits.
    [Fact]
    public void An_address_is_no_method_to_blame()
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        Add(records, SampleKind.Managed, 900, records.Context.Stacks.Add(
            [records.Context.Stacks.AddFrame(StackFrame.At(0x7f10_8ea8_903e))]));
        Assert.Empty(records.Findings());
    }
}
