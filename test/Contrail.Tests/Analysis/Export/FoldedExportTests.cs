using Contrail.Analysis.Export;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Stacks as lines of text.</summary>
public sealed class FoldedExportTests
{
    [Fact]
    public void A_stack_is_a_line_from_the_outermost_frame_with_its_processor_time()
    {
        using ExportRecords records = new(FoldedExport.Format);
        StackId pay = records.Stack("Shop.Pay", "Shop.Main");
        records.Model.Add(Cpu(1, thread: 7, pay));
        records.Model.Add(Cpu(2, thread: 8, pay));
        records.Model.Add(Cpu(3, thread: 8, records.Stack("Shop.Main")));
        records.Model.Add(Cpu(4, thread: 8, StackId.None));
        Assert.Equal("Shop.Main;Shop.Pay 10000000\nShop.Main 5000000\n[no stack] 5000000\n", records.Text());
    }

    [Fact]
    public void Threads_are_separate_only_if_that_is_chosen()
    {
        using ExportRecords records = new(FoldedExport.Format, new ExportOptions { IsByThread = true });
        records.Context.Threads.AddName(7, "writer");
        records.Model.Add(Cpu(1, thread: 7, records.Stack("Shop.Pay")));
        records.Model.Add(Cpu(1, thread: 0, records.Stack("Shop.Pay")));
        Assert.Equal("unknown thread;Shop.Pay 5000000\nthread 7 (writer);Shop.Pay 5000000\n", records.Text());
    }

    [Fact]
    public void A_name_with_a_separator_is_still_one_frame_of_one_line()
    {
        using ExportRecords records = new(FoldedExport.Format);
        records.Model.Add(Cpu(1, thread: 7, records.Stack("A;B\nC\r", "D 1")));
        Assert.Equal("D 1;A,B C  5000000\n", records.Text());
    }

    [Fact]
    public void Samples_of_waiting_threads_count_only_where_there_are_no_others()
    {
        using ExportRecords records = new(FoldedExport.Format);
        records.Model.Add(new Sample(SampleKind.Native, At(1), 7, records.Stack("Shop.Wait")));
        records.Model.Add(new Sample(SampleKind.Managed, At(1), 8, records.Stack("Shop.Run")));
        Assert.Equal("Shop.Run 1\n", records.Text());
        Assert.StartsWith("1 samples are left out", Assert.Single(records.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_without_such_stacks_is_no_empty_answer()
    {
        using ExportRecords records = new(FoldedExport.Format, new ExportOptions { Of = [StackKind.Waits] });
        records.Model.Add(Cpu(1, thread: 7, records.Stack("Shop.Pay")));
        Assert.Equal("", records.Text());
        Assert.StartsWith("There are no stacks of 'waits'", Assert.Single(records.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("waits", 12_000_000)]
    [InlineData("contention", 5_000_000)]
    [InlineData("exceptions", 1)]
    [InlineData("allocations", 4096)]
    [InlineData("off-cpu", 3_000_000)]
    public void Each_kind_has_its_own_records_and_unit(string of, long expected)
    {
        using ExportRecords records = new(FoldedExport.Format, new ExportOptions { Of = StackKinds.Find(of)! });
        StackId stack = records.Stack("Shop.Pay");
        records.Model.Add(new Wait(WaitKind.Lock, 7, Range(1, 6), stack));
        records.Model.Add(new Wait(WaitKind.Handle, 7, Range(1, 8), stack));
        records.Model.Add(new Wait(WaitKind.RuntimeLock, 7, Range(1, 9), stack));
        records.Model.Add(new ExceptionRecord(At(1), 7, "Shop.OutOfStock", "", stack));
        records.Model.Add(new AllocationSample(At(1), 7, "System.String", 4096, stack));
        records.Model.Add(new OffCpuTime(Range(2, 5), 7, stack));
        Assert.Equal($"Shop.Pay {expected}\n", records.Text());
    }

    private static Sample Cpu(long ms, long thread, StackId stack) =>
        new(SampleKind.Cpu, At(ms), thread, stack) { CpuNanoseconds = 5_000_000 };
}
