using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

public sealed class LockViewTests
{
    [Fact]
    public void A_convoy_is_one_place_with_the_code_that_holds_the_lock()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId holder = records.Stack("System.IO.File.ReadAllText", "Shop.Stock.Rebuild", "Shop.Orders.Place");
        records.Model.Add(new Wait(WaitKind.Lock, 3, Range(0, 100), waiter) { ObjectId = 9, OwnerId = 1 });
        records.Model.Add(new ExceptionRecord(At(200), 1, "A", "b", holder));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(150, 450), waiter) { ObjectId = 9, OwnerId = 1 });
        records.Model.Add(new Wait(WaitKind.RuntimeLock, 4, Range(0, 900), waiter));
        ViewResult result = records.Conclude();
        Assert.Equal(["400000000 | 2 | Shop.Orders.Place"], records.Rows(result, "places", "total", "waits", "stack"));
        Assert.Equal(
            ["400000000 | 2 | 300000000 | 1 | Shop.Stock.Rebuild"],
            records.Rows(result, "locks", "total", "threads", "max", "owner", "ownerStack"));
        Assert.Equal(
            ["300000000 | 2 | Shop.Stock.Rebuild", "100000000 | 3 | -"],
            records.Rows(result, "longest", "duration", "thread", "ownerStack"));
    }

    [Fact]
    public void An_owner_holds_the_lock_only_until_another_thread_has_it()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId holds = records.Stack("System.IO.File.WriteAllText", "Shop.Ledger.Append");
        StackId later = records.Stack("Shop.Rules.Distance");
        records.Model.Add(new ExceptionRecord(At(50), 1, "A", "b", holds));
        records.Model.Add(new Wait(WaitKind.Lock, 3, Range(10, 100), waiter) { ObjectId = 9, OwnerId = 1 });
        for (int ms = 110; ms < 290; ms += 10)
        {
            records.Model.Add(new ExceptionRecord(At(ms), 1, "A", "b", later));
        }

        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(20, 300), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(
            ["280000000 | Shop.Ledger.Append"], records.Rows(records.Conclude(), "locks", "max", "ownerStack"));
    }

    [Fact]
    public void The_owners_of_all_waits_count_however_long_ago_they_were_seen()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId holds = records.Stack("System.IO.File.WriteAllText", "Shop.Ledger.Append");
        StackId later = records.Stack("Shop.Rules.Distance");
        records.Model.Add(new Sample(SampleKind.Native, At(20), 1, holds));
        records.Model.Add(new Sample(SampleKind.Native, At(30), 1, holds));
        records.Model.Add(new Wait(WaitKind.Lock, 3, Range(10, 40), waiter) { ObjectId = 9, OwnerId = 1 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(50, 900), waiter) { ObjectId = 9 });
        for (int ms = 1_000; ms < 3_000; ms++)
        {
            records.Model.Add(new Sample(SampleKind.Managed, At(ms), 1, later));
        }

        Assert.Equal(
            ["850000000 | Shop.Ledger.Append"], records.Rows(records.Conclude(), "locks", "max", "ownerStack"));
    }

    [Fact]
    public void An_owner_is_where_it_was_when_the_wait_began()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Ledger.Append", "Shop.Orders.Place");
        StackId holds = records.Stack("System.Threading.Thread.Sleep", "Shop.Ledger.Write", "Shop.Ledger.Append");
        StackId later = records.Stack("Shop.Rules.Distance");
        for (int start = 0; start < 5_000; start += 1_000)
        {
            records.Model.Add(new Sample(SampleKind.Native, At(start + 10), 1, holds));
            for (int ms = 20; ms < 300; ms += 10)
            {
                records.Model.Add(new Sample(SampleKind.Managed, At(start + ms), 1, later));
            }

            TimeRange range = Range(start, start + 400);
            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Assert.Equal(["5 | Shop.Ledger.Write"], records.Rows(records.Conclude(), "locks", "seen", "ownerStack"));
    }

    [Theory]
    [InlineData(15, "Shop.Import.Run")]
    [InlineData(150, "Shop.Ledger.Write")]
    public void Another_method_holds_the_lock_if_its_owner_was_seen_there_at_once(int seenMs, string expected)
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Ledger.Append");
        StackId import = records.Stack("Shop.Import.Run");
        StackId holds = records.Stack("Shop.Ledger.Write", "Shop.Ledger.Append");
        for (int start = 0; start < 5_000; start += 1_000)
        {
            TimeRange range = Range(start, start + 400);
            bool isFirst = start == 0;
            records.Model.Add(new Sample(
                SampleKind.Managed, At(start + (isFirst ? 5 : seenMs)), 1, isFirst ? holds : import));
            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Assert.Equal([expected], records.Rows(records.Conclude(), "locks", "ownerStack"));
    }

    [Fact]
    public void An_owner_that_waits_for_the_lock_itself_does_not_hold_it()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Ledger.Append");
        records.Model.Add(new Sample(SampleKind.Native, At(20), 1, waiter));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(10, 300), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(["0 | -"], records.Rows(records.Conclude(), "locks", "seen", "ownerStack"));
    }

    [Fact]
    public void Where_an_owner_acquired_the_lock_earlier_is_not_where_it_holds_it_now()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId first = records.Stack("Shop.Refund.Book");
        StackId second = records.Stack("Shop.Orders.Place");
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(0, 50), first) { ObjectId = 9, OwnerId = 7 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(40, 90), second) { ObjectId = 9, OwnerId = 7 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(200, 900), second) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(["-"], records.Rows(records.Conclude(), "locks", "ownerStack"));
    }

    [Fact]
    public void A_pool_thread_without_work_holds_no_lock()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId idle = records.Stack("System.Threading.LowLevelLifoSemaphore.WaitNative");
        StackId next = records.Stack("Shop.Rules.Distance");
        records.Model.Add(new Sample(SampleKind.Native, At(20), 1, idle));
        records.Model.Add(new Sample(SampleKind.Managed, At(30), 1, next));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(10, 300), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(["1 | -"], records.Rows(records.Conclude(), "locks", "owner", "ownerStack"));
    }

    [Fact]
    public void The_share_of_a_place_is_that_of_all_waits_also_those_without_a_stack()
    {
        ViewRecords records = new(ContentionsView.Description);
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(0, 100), records.Stack("Shop.Orders.Place")));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 300), StackId.None));
        Assert.Equal(["100000000 | 0.25"], records.Rows(records.Conclude(), "places", "total", "share"));
    }

    [Fact]
    public void An_owner_that_wrote_nothing_holds_the_lock_where_it_acquired_it()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId first = records.Stack("Shop.Refund.Book");
        StackId second = records.Stack("Shop.Orders.Place");
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(0, 50), first) { ObjectId = 9, OwnerId = 7 });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(60, 300), second) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(
            ["1 and 1 more | Shop.Refund.Book"], records.Rows(records.Conclude(), "locks", "owner", "ownerStack"));
    }

    [Fact]
    public void Threads_that_wait_for_each_other_are_a_deadlock()
    {
        ViewRecords records = new(DeadlocksView.Description);
        records.Model.Add(Blocked(thread: 1, since: 20, lockId: 5, owner: 2));
        records.Model.Add(Blocked(thread: 2, since: 10, lockId: 6, owner: 1));
        records.Model.Add(Blocked(thread: 3, since: 30, lockId: 6, owner: 1));
        records.Model.Add(Blocked(thread: 4, since: 30, lockId: 8, owner: 0));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["1 | 2 | 6 | 1", "1 | 1 | 5 | 2"], records.Rows(result, "cycles", "cycle", "thread", "lock", "owner"));
        Assert.StartsWith("Deadlocks: 1.", Assert.Single(result.Headlines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_with_a_time_limit_is_not_one_that_cannot_continue()
    {
        ViewRecords records = new(DeadlocksView.Description);
        StackId timed = records.Stack("System.Threading.Monitor.TryEnter", "Shop.Refund.Book");
        records.Model.Add(Blocked(thread: 1, since: 20, lockId: 5, owner: 2));
        records.Model.Add(Blocked(thread: 2, since: 10, lockId: 6, owner: 1) with { Stack = timed });
        Assert.StartsWith(
            "Deadlocks with a time limit: 1.", Assert.Single(records.Conclude().Headlines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cycle_that_has_just_closed_is_a_possible_deadlock()
    {
        ViewRecords records = new(DeadlocksView.Description);
        records.Model.Add(Blocked(thread: 1, since: 0, lockId: 5, owner: 2));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(800, 900, openAtEnd: true), default)
        {
            ObjectId = 6,
            OwnerId = 1,
        });
        records.Model.OnUnpaired(ModelNeeds.Waits);
        ViewResult result = records.Conclude();
        Assert.StartsWith("Possible deadlocks: 1.", Assert.Single(result.Headlines), StringComparison.Ordinal);
        Assert.StartsWith("1 waits are left out", result.Notes[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_number_of_threads_is_unknown_if_it_is_beyond_the_limit()
    {
        ViewRecords records = new(WaitsView.Description);
        StackId stack = records.Stack("Shop.Reports.Render");
        for (int thread = 1; thread <= 2_001; thread++)
        {
            records.Model.Add(new Wait(WaitKind.Handle, thread, Range(0, 1), stack));
        }

        Assert.Equal(["2001 | -"], records.Rows(records.Conclude(), "places", "waits", "threads"));
    }

    [Fact]
    public void What_was_not_recorded_of_a_thread_is_unknown()
    {
        ViewRecords records = new(ThreadsView.Description);
        records.Model.Add(new ExceptionRecord(At(1), 7, "A", "b", default));
        Assert.Equal(
            ["- | - | - | 1 | - | 7"],
            records.Rows(
                records.Conclude(), "threads", "blocked", "waiting", "samples", "exceptions", "allocated", "thread"));
    }

    [Fact]
    public void A_chain_of_waits_without_a_circle_is_no_deadlock()
    {
        ViewRecords records = new(DeadlocksView.Description);
        records.Model.Add(Blocked(thread: 1, since: 0, lockId: 5, owner: 2));
        records.Model.Add(Blocked(thread: 2, since: 0, lockId: 6, owner: 3));
        records.Model.Add(new Wait(WaitKind.Lock, 3, Range(0, 900), default) { ObjectId = 7, OwnerId = 1 });
        ViewResult result = records.Conclude();
        Assert.Empty(result.Headlines);
        Assert.Empty(records.Rows(result, "cycles", "thread"));
    }

    [Fact]
    public void Waits_that_have_not_ended_are_listed_with_the_longest_first()
    {
        ViewRecords records = new(WaitsView.Description);
        StackId stack = records.Stack("System.Threading.Tasks.Task.Wait", "Shop.Reports.Render");
        records.Model.Add(new Wait(WaitKind.Handle, 1, Range(500, 900, openAtEnd: true), stack));
        records.Model.Add(new Wait(WaitKind.Handle, 2, Range(100, 900, openAtEnd: true), stack));
        records.Model.Add(new Wait(WaitKind.Handle, 3, Range(100, 200), stack));
        ViewResult result = records.Conclude();
        Assert.Equal(["2 | 800000000", "1 | 400000000"], records.Rows(result, "open", "thread", "duration"));
        Assert.Equal(
            ["1300000000 | 3 | 2 | event or semaphore | Shop.Reports.Render"],
            records.Rows(result, "places", "total", "waits", "waitingAtEnd", "kind", "stack"));
    }

    [Fact]
    public void Waits_of_pool_threads_are_places_of_the_pool_and_those_of_other_threads_are_not()
    {
        ViewRecords records = new(ThreadPoolView.Description);
        records.Context.Threads.Add(1, ThreadNames.PoolWorker);
        StackId stack = records.Stack("Shop.Reports.Render");
        records.Model.Add(new PoolAdjustment(At(1), 12, PoolAdjustmentCause.Blocking, "cooperative blocking"));
        records.Model.Add(new Wait(WaitKind.Handle, 1, Range(0, 300), stack));
        records.Model.Add(new Wait(WaitKind.Handle, 2, Range(0, 900), records.Stack("Shop.Timer.Loop")));
        records.Model.Add(new Wait(WaitKind.Handle, 3, Range(0, 200), records.Stack(
            "System.Threading.WaitHandle.WaitOne", "Shop.Mail.Send",
            "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart")));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["300000000 | Shop.Reports.Render", "200000000 | Shop.Mail.Send"],
            records.Rows(result, "workers", "total", "stack"));
        Assert.Equal("Its target reached 12 threads.", result.Headlines[^1]);
    }

    private static Wait Blocked(long thread, long since, ulong lockId, long owner) =>
        new(WaitKind.Lock, thread, Range(since, 9_000, openAtEnd: true), default)
        {
            ObjectId = lockId,
            OwnerId = owner,
        };
}
