using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class LockRuleTests
{
    [Fact]
    public void A_convoy_names_the_code_that_holds_the_lock()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId holder = records.Stack("System.IO.File.ReadAllText", "Shop.Stock.Rebuild");
        records.Model.Add(new ExceptionRecord(At(100), 1, "A", "b", holder));
        for (int thread = 2; thread < 8; thread++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, thread, Range(0, 500), waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Stock.Rebuild", finding.Culprit);
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal(FindingConfidence.High, finding.Confidence);
        Assert.Equal(
            "Threads waited 3.0 s for one lock that Shop.Stock.Rebuild holds: on average 3.0 threads at any moment.",
            finding.Headline);
        Assert.Equal(3_000e6, finding.Evidence[0].Value.AsNumber);
        Assert.Equal("contention/locks/1/total", finding.Evidence[0].Id);
    }

    [Fact]
    public void A_lock_that_a_library_holds_is_that_of_the_own_method_that_called_it()
    {
        FindingRecords records = FindingRecords.InModule("shop", LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Db.Lock.Enter", "Shop.Store.Save");
        StackId holder = records.Stack("System.IO.File.Write", "Db.Log.Write", "Db.Insert", "Shop.Store.Save");
        for (int ms = 0; ms < 1_000; ms++)
        {
            records.Model.Add(new Sample(SampleKind.Managed, At(ms), 1, holder));
        }

        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 1_000), waiter) { ObjectId = 9, OwnerId = 1 });
        Finding finding = Assert.Single(records.Findings(1_000));
        Assert.Equal(
            "Threads waited 1.0 s for one lock that Shop.Store.Save holds, most often in Db.Log.Write: on average 1.0 "
                + "threads at any moment.",
            finding.Headline);
    }

    [Theory]
    [InlineData(1, FindingConfidence.Medium)]
    [InlineData(5, FindingConfidence.High)]
    public void The_method_that_takes_the_lock_holds_it_and_the_work_is_where_it_was_seen(
        int waits, object confidence)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Ledger.Append", "Shop.Orders.Place");
        StackId holds = records.Stack("System.Threading.Thread.Sleep", "Shop.Ledger.Write", "Shop.Ledger.Append");
        for (int start = 0; start < waits * 1_000; start += 1_000)
        {
            records.Model.Add(new Sample(SampleKind.Native, At(start + 10), 1, holds));
            TimeRange range = Range(start, start + 1_000);
            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(("Shop.Ledger.Append", (FindingConfidence)confidence), (finding.Culprit, finding.Confidence));
        Assert.Contains(
            " that Shop.Ledger.Append holds, most often in Shop.Ledger.Write:", finding.Headline,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(100, true, FindingSeverity.Warning)]
    [InlineData(30, true, FindingSeverity.Info)]
    [InlineData(5, false, FindingSeverity.Info)]
    public void Reader_writer_locks_that_threads_wait_for_are_found_by_their_waits(
        int ms, bool isFound, object severity)
    {
        FindingRecords records = new(ReaderWriterLockRule.Rule);
        StackId reads = records.Stack(
            "System.Threading.ReaderWriterLockSlim.WaitOnEvent",
            "System.Threading.ReaderWriterLockSlim.TryEnterReadLockCore", "Shop.Stock.Find");
        StackId queue = records.Stack("System.Threading.SemaphoreSlim.Wait", "Shop.Mail.Next");
        for (int number = 0; number < 40; number++)
        {
            records.Model.Add(new Wait(WaitKind.Handle, 2, Range(100 * number, (100 * number) + ms), reads));
            records.Model.Add(new Wait(WaitKind.Handle, 3, Range(100 * number, (100 * number) + 100), queue));
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one =>
        {
            Assert.Equal(("Shop.Stock.Find", (FindingSeverity)severity), (one.Culprit, one.Severity));
            Assert.StartsWith(
                $"Threads waited {ms * 40 / 1_000.0:0.0} s for reader-writer locks, most of all in Shop.Stock.Find: ",
                one.Headline, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void A_lock_in_a_method_that_was_inlined_is_that_methods()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId inner = records.Stack("System.Threading.Monitor.Enter", "Shop.Ledger.Append", "Shop.Orders.Place");
        StackId inlined = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(0, 2_000), inlined) { ObjectId = 9, OwnerId = 7 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(2_100, 6_100), inner) { ObjectId = 9, OwnerId = 1 });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Ledger.Append", finding.Culprit);
        Assert.Contains(" that Shop.Ledger.Append holds:", finding.Headline, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, FindingSeverity.Info)]
    [InlineData(8, FindingSeverity.Warning)]
    public void One_moment_with_waits_is_no_warning(int moments, object severity)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        for (int moment = 0; moment < moments; moment++)
        {
            for (int thread = 2; thread < 14; thread++)
            {
                int start = 2_000 + (moment * 1_000);
                TimeRange range = Range(start, start + 24);
                records.Model.Add(new Wait(WaitKind.Lock, thread, range, waiter) { ObjectId = 9, OwnerId = 1 });
            }
        }

        Assert.Equal((FindingSeverity)severity, Assert.Single(records.Findings(10_000)).Severity);
    }

    [Fact]
    public void A_method_that_computes_while_it_holds_a_lock_is_one_cause()
    {
        FindingRecords records = new(LockConvoyRule.Rule, HotMethodRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Store.Save");
        StackId holder = records.Stack("Shop.Index.Sort", "Shop.Store.Save");
        for (int ms = 0; ms < 2_000; ms++)
        {
            records.Model.Add(new Sample(SampleKind.Managed, At(ms), 1, holder));
        }

        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 2_000), waiter) { ObjectId = 9, OwnerId = 1 });
        Finding finding = Assert.Single(records.Findings(2_000));
        Assert.Equal(("hot-method", "Shop.Index.Sort"), (finding.Rule, finding.Culprit));
        Assert.Equal("lock-convoy", Assert.Single(finding.Effects).Rule);
    }

    [Fact]
    public void The_code_of_a_lock_is_unknown_if_its_waits_have_no_stacks()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        for (int number = 0; number < 20; number++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 500), StackId.None) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.DoesNotContain("framework", finding.NextStep, StringComparison.Ordinal);
        Assert.Contains("--profile default", finding.NextStep, StringComparison.Ordinal);
        Assert.Contains("unknown", finding.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(30, 6)]
    [InlineData(900, 1)]
    public void Short_and_rare_waits_are_no_finding(long ms, int threads)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        for (int thread = 2; thread < 2 + threads; thread++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, thread, Range(0, ms), records.Stack("Shop.Orders.Place")));
        }

        Assert.Empty(records.Findings());
    }

    // Six threads wait twice for 0.5 s each, or for 1.5 s, of ten.
    [Theory]
    [InlineData(500, false)]
    [InlineData(1_500, true)]
    public void A_lock_of_the_framework_is_a_warning_only_if_it_holds_up_a_whole_thread(
        long ms, bool isWarning)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter_Slowpath", "System.Net.Security.Cache.Find");
        for (int thread = 2; thread < 8; thread++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, thread, Range(0, ms), waiter) { ObjectId = 9 });
            records.Model.Add(new Wait(WaitKind.Lock, thread, Range(5_000, 5_000 + ms), waiter) { ObjectId = 9 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            (isWarning ? FindingSeverity.Warning : FindingSeverity.Info, ""), (finding.Severity, finding.Culprit));
        Assert.Contains("for one lock in System.Net.Security.Cache.Find:", finding.Headline, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_that_has_just_closed_is_no_deadlock_yet()
    {
        FindingRecords records = new(DeadlockRule.Rule);
        TimeRange open = Range(9_900, 10_000, openAtEnd: true);
        StackId place = records.Stack("Shop.Orders.Place");
        records.Model.Add(new Wait(WaitKind.Lock, 1, open, place) { ObjectId = 5, OwnerId = 2 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, open, place) { ObjectId = 6, OwnerId = 1 });
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData("System.Threading.Monitor.TryEnter_Slowpath", true)]
    [InlineData("System.Threading.Lock.TryEnter_Outlined", true)]
    [InlineData("System.Threading.Lock.TryEnterSlow", false)]
    [InlineData("System.Threading.Monitor.Enter_Slowpath", false)]
    public void A_circle_with_a_time_limit_ends(string method, bool isTimed)
    {
        FindingRecords records = new(DeadlockRule.Rule);
        TimeRange open = Range(20, 9_000, openAtEnd: true);
        StackId place = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId refund = records.Stack(method, "Shop.Refund.Book");
        records.Model.Add(new Wait(WaitKind.Lock, 1, open, place) { ObjectId = 5, OwnerId = 2 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, open, refund) { ObjectId = 6, OwnerId = 1 });
        Finding finding = Assert.Single(records.Findings());
        Assert.EndsWith(
            isTimed ? " until their time limits end." : " and cannot continue.", finding.Headline,
            StringComparison.Ordinal);
        Assert.Equal(
            isTimed ? (FindingSeverity.Warning, FindingConfidence.Medium)
                : (FindingSeverity.Critical, FindingConfidence.High),
            (finding.Severity, finding.Confidence));
    }

    [Fact]
    public void A_deadlock_explains_the_waits_for_its_locks()
    {
        FindingRecords records = new(DeadlockRule.Rule, LockConvoyRule.Rule);
        StackId place = records.Stack("Shop.Orders.Place");
        StackId refund = records.Stack("Shop.Refund.Book");
        TimeRange open = Range(20, 9_000, openAtEnd: true);
        records.Model.Add(new Wait(WaitKind.Lock, 1, open, place) { ObjectId = 5, OwnerId = 2 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, open, refund) { ObjectId = 6, OwnerId = 1 });
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("deadlock", finding.Rule);
        Assert.Equal(FindingSeverity.Critical, finding.Severity);
        Assert.Equal(
            "Deadlock: 2 threads wait for each other in Shop.Orders.Place and Shop.Refund.Book and cannot continue.",
            finding.Headline);
        Assert.All(finding.Effects, effect => Assert.Equal("lock-convoy", effect.Rule));
        Assert.NotEmpty(finding.Effects);
    }
}
