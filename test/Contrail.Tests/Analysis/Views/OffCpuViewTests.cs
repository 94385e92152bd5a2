using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

public sealed class OffCpuViewTests
{
    [Fact]
    public void Times_are_added_up_by_place_and_by_thread_with_the_longest()
    {
        ViewRecords records = new(OffCpuView.Description);
        StackId read = records.Stack("System.Net.Sockets.Socket.Receive", "Shop.Load", "Shop.Main");
        StackId sleep = records.Stack("System.Threading.Thread.Sleep", "Shop.Pause");
        Add(records, 1, 0, 10, read);
        Add(records, 1, 20, 50, read);
        Add(records, 2, 0, 60, sleep);
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["60000000 | 0.6 | 1 | 60000000 | Shop.Pause", "40000000 | 0.4 | 2 | 30000000 | Shop.Load"],
            records.Rows(result, "places", "total", "share", "count", "max", "stack"));
        Assert.Equal(
            ["60000000 | 1 | 60000000 | 2 | Shop.Pause", "40000000 | 2 | 30000000 | 1 | Shop.Load"],
            records.Rows(result, "threads", "total", "count", "max", "thread", "stack"));
        Assert.Equal(
            ["0 | 60000000 | 2", "20000000 | 30000000 | 1", "0 | 10000000 | 1"],
            records.Rows(result, "longest", "start", "duration", "thread"));
    }

    [Fact]
    public void A_pool_thread_without_work_is_blocked_at_no_place()
    {
        ViewRecords records = new(OffCpuView.Description);
        Add(records, 1, 0, 100, records.Stack(
            "System.Threading.LowLevelLifoSemaphore.WaitForSignal",
            "System.Threading.PortableThreadPool.WorkerThread.WorkerThreadStart"));
        ViewResult result = records.Conclude();
        Assert.Empty(records.Rows(result, "places", "total"));
        Assert.Equal(["100000000 | 100000000"], records.Rows(result, "threads", "total", "idle"));
    }

    [Fact]
    public void Time_at_an_unknown_stack_is_noted_and_counts()
    {
        ViewRecords records = new(OffCpuView.Description);
        Add(records, 1, 0, 25, StackId.None);
        Add(records, 1, 30, 105, records.Stack("Shop.Load"));
        ViewResult result = records.Conclude();
        Assert.Equal(["0.75 | Shop.Load"], records.Rows(result, "places", "share", "stack"));
        Assert.Contains(
            result.Notes, note => note.EndsWith("of the time is at unknown stacks.", StringComparison.Ordinal));
    }

    private static void Add(ViewRecords records, long thread, long startMs, long endMs, StackId stack) =>
        records.Model.Add(new OffCpuTime(Range(startMs, endMs), thread, stack));
}
