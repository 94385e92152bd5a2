using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

/// <summary>Where the owner of a lock waits while others wait for the lock.</summary>
public sealed class LockOwnerViewTests
{
    // The wait of the owner began before those of the others, and is a record when it ends.
    [Theory]
    [InlineData(400, false, "Shop.Scale.Read")]
    [InlineData(600, false, "Shop.Scale.Read")]
    [InlineData(9_000, true, "Shop.Scale.Read")]
    [InlineData(100, false, "-")]
    public void An_owner_that_waits_when_a_wait_begins_is_where_it_waits(int endMs, bool isOpen, string expected)
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.TryEnter", "Shop.Stock.Sell");
        StackId owner = records.Stack("System.Threading.ManualResetEventSlim.Wait", "Shop.Scale.Read");
        Wait covering = new(WaitKind.Handle, 1, Range(100, endMs, isOpen), owner);
        Wait waits = new(WaitKind.Lock, 2, Range(103, 500), waiter) { ObjectId = 9, OwnerId = 1 };
        foreach (Wait wait in endMs < 500 ? (Wait[])[covering, waits] : [waits, covering])
        {
            records.Model.Add(wait);
        }

        ViewResult result = records.Conclude();
        Assert.Equal([expected], records.Rows(result, "locks", "ownerStack"));
        Assert.Equal([expected], records.Rows(result, "longest", "ownerStack"));
    }

    [Theory]
    [InlineData(100, 400, "Shop.Report.Sleep")]
    [InlineData(160, 400, "Shop.Report.Sleep")]
    [InlineData(100, 140, "-")]
    public void An_owner_that_is_off_the_processors_meanwhile_is_where_it_is_blocked(
        int startMs, int endMs, string expected)
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId owner = records.Stack("System.Threading.Thread.Sleep", "Shop.Report.Sleep");
        records.Model.Add(new OffCpuTime(Range(startMs, endMs), 1, owner));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(150, 900), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(expected, records.Rows(records.Conclude(), "longest", "ownerStack")[0]);
    }

    [Theory]
    [InlineData("System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart", "-")]
    [InlineData("Shop.Report.Run", "Shop.Report.Run")]
    public void A_pool_thread_without_work_holds_no_lock(string code, string expected)
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId idle = records.Stack("System.Threading.LowLevelLifoSemaphore.WaitForSignal", code);
        records.Model.Add(new OffCpuTime(Range(160, 400), 1, idle));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(150, 900), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(expected, records.Rows(records.Conclude(), "longest", "ownerStack")[0]);
    }

    [Fact]
    public void An_owner_that_is_blocked_in_a_wait_for_the_lock_does_nothing_else_with_it()
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId owner = records.Stack("System.Threading.Monitor.Enter", "Shop.Transfer.Move");
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(100, 399), owner) { ObjectId = 9 });
        records.Model.Add(new OffCpuTime(Range(101, 400), 1, owner));
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(150, 900), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal("-", records.Rows(records.Conclude(), "longest", "ownerStack")[0]);
    }

    [Theory]
    [InlineData(8, "Shop.Transfer.Move")]
    [InlineData(9, "-")]
    public void An_owner_that_waits_for_another_lock_holds_the_lock_there(ulong lockOfOwner, string expected)
    {
        ViewRecords records = new(ContentionsView.Description);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Orders.Place");
        StackId owner = records.Stack("System.Threading.Monitor.Enter", "Shop.Transfer.Move");
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(100, 400), owner) { ObjectId = lockOfOwner });
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(150, 900), waiter) { ObjectId = 9, OwnerId = 1 });
        Assert.Equal(expected, records.Rows(records.Conclude(), "longest", "ownerStack")[0]);
    }
}
