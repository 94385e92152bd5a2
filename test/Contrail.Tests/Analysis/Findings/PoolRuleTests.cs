using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class PoolRuleTests
{
    private const string Wait = "System.Threading.ManualResetEventSlim.Wait";
    private const string Result = "System.Threading.Tasks.Task.GetResultCore";
    private const string Run = "System.Threading.Tasks.Task.ExecuteWithThreadLocal";

    [Fact]
    public void Starvation_without_blocked_threads_may_be_work_that_needs_more_processors()
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Starvation, "starvation");
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            (FindingSeverity.Info, FindingConfidence.Low, ""),
            (finding.Severity, finding.Confidence, finding.Culprit));
        Assert.Equal(
            "Work waited for a thread of the pool, whose threads were blocked or busy; the pool changed its number of "
                + "threads 5 times for this reason, to at most 12.",
            finding.Headline);
    }

    [Fact]
    public void Cooperative_blocking_proves_that_pool_threads_wait_for_tasks()
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Blocking, "cooperative blocking");
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity.Warning, FindingConfidence.Medium), (finding.Severity, finding.Confidence));
        Assert.StartsWith(
            "The thread pool starved: its threads wait synchronously for tasks;", finding.Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Shop.Rates.Find", "Shop.Rates.Find", "Shop.Rates.Find waits synchronously for async work (40.0 s")]
    [InlineData("", "", "the caller of System.Threading.Tasks.Task.GetResultCore waits synchronously for async work")]
    public void Blocked_threads_name_their_code_or_the_wait_of_the_framework(string own, string culprit, string part)
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Starvation, "starvation");
        string[] methods = own.Length > 0 ? [Wait, Result, own, Run] : [Wait, Result, Run];
        StackId stack = records.Stack(methods);
        for (int thread = 1; thread <= 4; thread++)
        {
            records.Context.Threads.Add(thread, ThreadNames.PoolWorker);
            records.Model.Add(new Wait(WaitKind.Handle, thread, Range(0, 10_000), stack));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity.Warning, culprit), (finding.Severity, finding.Culprit));
        Assert.Contains(part, finding.Headline, StringComparison.Ordinal);
        Assert.Equal(own.Length == 0, finding.Reason.Contains("no frame of its own", StringComparison.Ordinal));
        Assert.Equal(own.Length == 0, finding.NextStep.StartsWith("Search the code", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(8, "")]
    [InlineData(3, "Shop.Rates.Find")]
    public void Code_with_a_name_is_preferred_only_if_it_blocks_about_as_much(int unnamed, string culprit)
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Starvation, "starvation");
        StackId other = records.Stack(Wait, Result, Run);
        StackId named = records.Stack(Wait, Result, "Shop.Rates.Find", Run);
        for (int thread = 1; thread <= unnamed + 2; thread++)
        {
            records.Context.Threads.Add(thread, ThreadNames.PoolWorker);
            StackId stack = thread <= unnamed ? other : named;
            records.Model.Add(new Wait(WaitKind.Handle, thread, Range(0, 10_000), stack));
        }

        Assert.Equal(culprit, Assert.Single(records.Findings()).Culprit);
    }

    private static FindingRecords Adjusted(PoolAdjustmentCause cause, string reason)
    {
        FindingRecords records = new(PoolStarvationRule.Rule);
        for (int count = 1; count <= 5; count++)
        {
            records.Model.Add(new PoolAdjustment(At(count * 600), 7 + count, cause, reason));
        }

        return records;
    }
}
