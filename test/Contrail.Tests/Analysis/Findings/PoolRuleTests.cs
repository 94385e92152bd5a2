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
    private const string Worker = "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart";
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

    // The runtime records no wait for Thread.Sleep, as that of a client of SQLite for a lock.
    [Theory]
    [InlineData(nameof(SampleKind.Native), "Shop.Ledger.Book")]
    [InlineData(nameof(SampleKind.Managed), "")]
    [InlineData(nameof(SampleKind.Cpu), "")]
    public void Samples_of_pool_threads_name_what_blocks_them(string kind, string culprit)
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Starvation, "starvation");
        StackId stack = records.Stack("System.Threading.Thread.Sleep", "Shop.Ledger.Book", Run);
        StackId idle = records.Stack("System.Threading.LowLevelLifoSemaphore.WaitForSignal", Worker);
        AddRounds(records, 4, Enum.Parse<SampleKind>(kind), stack);
        AddRounds(records, 9, SampleKind.Native, idle, first: 5);

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(culprit, finding.Culprit);
        Assert.Equal(culprit.Length > 0 ? FindingSeverity.Warning : FindingSeverity.Info, finding.Severity);
        if (culprit.Length > 0)
        {
            Assert.Equal(
                "The thread pool starved: Shop.Ledger.Book blocks pool threads (on average 4.0 threads, in "
                    + "System.Threading.Thread.Sleep).",
                finding.Headline);
        }
    }

    [Theory]
    [InlineData("Interop.Brotli.BrotliEncoderCompress", 4)]
    [InlineData("System.Threading.Thread.Sleep", 1)]
    public void Threads_that_compute_in_native_code_and_single_ones_block_no_pool(string callee, int threads)
    {
        FindingRecords records = Adjusted(PoolAdjustmentCause.Starvation, "starvation");
        AddRounds(records, threads, SampleKind.Native, records.Stack(callee, "Shop.Ledger.Book", Run));
        Assert.Equal("", Assert.Single(records.Findings()).Culprit);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Advice_never_repeats_the_profile_of_the_file(bool hasSamples)
    {
        CoverageState samples = hasSamples ? CoverageState.Whole : CoverageState.NotRecorded;
        FindingRecords records = Adjusted(
            PoolAdjustmentCause.Starvation, "starvation",
            new(kind => kind == ModelNeeds.ThreadSamples ? samples : CoverageState.Whole, [PoolStarvationRule.Rule]));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(!hasSamples, finding.Surer.Contains("--profile cpu-eventpipe", StringComparison.Ordinal));
        Assert.DoesNotContain("--profile waits", finding.Surer, StringComparison.Ordinal);
    }

    // The pool adds a thread for each, and removes it when the wait ends.
    [Fact]
    public void Short_waits_for_tasks_are_information_with_their_place()
    {
        FindingRecords records = new(PoolStarvationRule.Rule);
        StackId stack = records.Stack(Wait, Result, "Shop.Rates.Find", Run);
        for (int second = 1; second <= 8; second++)
        {
            for (int thread = 1; thread <= 8; thread++)
            {
                int at = (second * 1_000) + (thread * 10);
                long target = thread <= 4 ? 2 + thread : 10 - thread;
                records.Model.Add(
                    new PoolAdjustment(At(at), target, PoolAdjustmentCause.Blocking, "cooperative blocking"));
            }

            records.Context.Threads.Add(second, ThreadNames.PoolWorker);
            records.Model.Add(new Wait(WaitKind.Handle, second, Range(second * 1_000, (second * 1_000) + 100), stack));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingSeverity.Info, "Shop.Rates.Find"), (finding.Severity, finding.Culprit));
        Assert.Contains("Shop.Rates.Find waited for 800 ms in all", finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(4, true)]
    [InlineData(16, false)]
    [InlineData(0, false)]
    public void Many_more_threads_than_processors_are_a_warning(int processors, bool isWarning)
    {
        FileDescription file = FileDescription.Unknown with { ProcessorCount = processors };
        FindingRecords records = new(CoverageState.Whole, [PoolStarvationRule.Rule], file);
        for (int count = 1; count <= 10; count++)
        {
            records.Model.Add(new PoolAdjustment(
                At(count * 500), 30 + (count % 2), PoolAdjustmentCause.Blocking, "cooperative blocking"));
        }

        FindingSeverity expected = isWarning ? FindingSeverity.Warning : FindingSeverity.Info;
        Assert.Equal(expected, Assert.Single(records.Findings()).Severity);
    }

    private static void AddRounds(FindingRecords records, int last, SampleKind kind, StackId stack, int first = 1)
    {
        for (int thread = first; thread <= last; thread++)
        {
            records.Context.Threads.Add(thread, ThreadNames.PoolWorker);
            for (int round = 0; round < 100; round++)
            {
                records.Model.Add(new Sample(kind, At(round * 100), thread, stack));
            }
        }
    }

    private static FindingRecords Adjusted(
        PoolAdjustmentCause cause, string reason, FindingRecords? unadjusted = null)
    {
        FindingRecords records = unadjusted ?? new(PoolStarvationRule.Rule);
        for (int count = 1; count <= 5; count++)
        {
            records.Model.Add(new PoolAdjustment(At(count * 600), 7 + count, cause, reason));
        }

        return records;
    }
}
