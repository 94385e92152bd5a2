using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

public sealed class CodeViewTests
{
    [Fact]
    public void A_method_that_throws_on_many_stacks_has_all_its_exceptions()
    {
        ViewRecords records = new(ExceptionsView.Description);
        for (int number = 0; number < 300; number++)
        {
            StackId stack = records.Stack("Shop.Pay", $"Shop.Caller{number}");
            records.Model.Add(new ExceptionRecord(At(number), 1, "Shop.Failed", "late", stack));
        }

        Assert.Equal(["300 | 1 | Shop.Pay"], records.Rows(records.Conclude(), "throwers", "count", "share", "stack"));
    }

    [Fact]
    public void Exceptions_are_grouped_by_pattern_and_rethrows_are_counted_apart()
    {
        ViewRecords records = new(ExceptionsView.Description);
        StackId thrower = records.Stack("System.Runtime.EH.RhThrowEx", "Shop.Payments.Charge", "Shop.Orders.Place");
        records.Model.Add(new ExceptionRecord(At(10), 1, "Shop.Declined", "card 1", thrower));
        records.Model.Add(new ExceptionRecord(At(20), 1, "Shop.Declined", "card 22", thrower));
        records.Model.Add(new ExceptionRecord(At(30), 1, "Shop.Declined", "card 22", records.Stack("Shop.Orders.Place"))
        {
            IsRethrown = true,
        });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["2 | 1 | 0.2 | 10000000 | 30000000 | Shop.Declined | card # | Shop.Payments.Charge"],
            records.Rows(
                result, "exceptions", "count", "rethrown", "rate", "first", "last", "type", "message", "stack"));
        Assert.Equal(["2 | 1 | Shop.Payments.Charge"], records.Rows(result, "throwers", "count", "share", "stack"));
    }

    [Fact]
    public void Hot_methods_count_own_code_with_its_callees_and_recursion_once()
    {
        ViewRecords records = Sampled(HotMethodsView.Description);
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["4 | 1 | 0 | Shop.Main", "3 | 0.75 | 2 | Shop.Fib"],
            records.Rows(result, "own", "inclusive", "inclusiveShare", "self", "method"));
        Assert.Equal(
            ["2 | Shop.Fib", "1 | System.Math.Log", "1 | System.Math.Sin"],
            [.. records.Rows(result, "methods", "self", "method").Order(StringComparer.Ordinal).Reverse()
                .OrderBy(row => row[0] == '1').ThenBy(row => row, StringComparer.Ordinal)]);
    }

    [Fact]
    public void Hot_places_have_the_average_number_of_their_threads_and_native_calls_are_apart()
    {
        ViewRecords records = new(HotMethodsView.Description);
        StackId wait = records.Stack("System.Wait", "Shop.Main");
        StackId work = records.Stack("System.Math.Log", "Shop.Work", "Shop.Main");
        for (int round = 0; round < 4; round++)
        {
            records.Model.Add(new Sample(SampleKind.Native, At(round), 1, wait));
            records.Model.Add(new Sample(round == 0 ? SampleKind.Native : SampleKind.Managed, At(round), 2, work));
        }

        ViewResult result = records.Conclude();
        Assert.Equal(
            ["3 | 1 | 0.75 | Shop.Work"], records.Rows(result, "places", "samples", "share", "threads", "stack"));
        Assert.Equal(
            ["4 | 1 | System.Wait | Shop.Main", "1 | 0.25 | System.Math.Log | Shop.Work"],
            records.Rows(result, "native", "samples", "threads", "callee", "stack"));
    }

    [Fact]
    public void Generated_methods_are_counted_by_the_pattern_of_their_names()
    {
        ViewRecords records = new(JitView.Description);
        foreach (string name in (string[])["lambda_method1", "lambda_method22", "Shop.Main"])
        {
            records.Model.Add(new CompiledMethod(At(1), 1, name, CodeTier.Optimized)
            {
                Nanoseconds = 3,
                IsDynamic = name != "Shop.Main",
            });
        }

        Assert.Equal(
            ["6 | 2 | lambda_method#"], records.Rows(records.Conclude(), "generated", "total", "count", "method"));
    }

    [Fact]
    public void A_hot_method_is_called_by_another_one()
    {
        ViewRecords records = new(HotMethodsView.Description);
        StackId recursive = records.Stack("Shop.Fib", "Shop.Fib", "Shop.Main");
        StackId alone = records.Stack("Shop.Loop");
        records.Model.Add(new Sample(SampleKind.Cpu, At(1), 1, recursive));
        records.Model.Add(new Sample(SampleKind.Cpu, At(2), 1, alone));
        string[] rows = records.Rows(records.Conclude(), "methods", "method", "stack");
        Assert.Equal(["Shop.Fib | Shop.Main", "Shop.Loop | -"], rows.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Callers_and_callees_of_a_method_have_its_weight()
    {
        ViewRecords records = Sampled(CallersView.Description, new ViewOptions { Method = "fib" });
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["2 | 0.667 | 0 | Shop.Main", "1 | 0.333 | 0 | System.Linq.Enumerable.Sum", "1 | 0.333 | 1 |  Shop.Main"],
            records.Rows(result, "callers", "inclusive", "share", "depth", "method"));
        Assert.Equal(
            ["1 | 0 | Shop.Fib", "1 | 0 | System.Math.Log"],
            records.Rows(result, "callees", "inclusive", "depth", "method"));
    }

    [Fact]
    public void A_method_that_only_waits_is_on_no_stack_of_code_that_runs()
    {
        ViewRecords records = Sampled(CallersView.Description, new ViewOptions { Method = "export" });
        StackId waits = records.Stack("System.Threading.Thread.Sleep", "Shop.Ledger.ExportBatch");
        records.Model.Add(new Sample(SampleKind.Native, At(5), 1, waits));
        records.Model.Add(new Sample(SampleKind.Native, At(6), 1, waits));
        Assert.Equal(
            "No stack contains a method whose name contains 'export', except 2 samples of threads that waited or were "
                + "in native code: they show no use of the processor.",
            Assert.Single(records.Conclude().Headlines));
    }

    [Theory]
    [InlineData("stacks")]
    [InlineData("call-tree")]
    [InlineData("callers")]
    public void A_view_of_stacks_is_about_the_kind_that_the_user_chooses(string name)
    {
        ViewDescription view = ViewCatalog.Find(name)!;
        ViewDescription samples = view.For(ViewOptions.Default);
        ViewDescription allocations = view.For(new ViewOptions { Of = "allocations" });
        ViewDescription waits = view.For(new ViewOptions { Of = "waits" });
        Assert.Equal((ModelNeeds.Samples, "--profile cpu"), (samples.Subjects, samples.Recording));
        Assert.Equal((ModelNeeds.Allocations, "--profile gc"), (allocations.Subjects, allocations.Recording));
        Assert.Equal((ModelNeeds.Waits | ModelNeeds.HandleWaits, ""), (waits.Subjects, waits.Recording));
        ViewRecords empty = new(view, new ViewOptions { Method = "Shop" });
        Assert.Empty(empty.Conclude().Headlines);
    }

    [Fact]
    public void A_call_tree_folds_the_framework_between_own_code()
    {
        ViewRecords records = Sampled(CallTreeView.Description);
        Assert.Equal(
            ["4 | 0 | 0 | Shop.Main", "3 | 1 | 1 |  Shop.Fib", "1 | 1 | 2 |   Shop.Fib"],
            records.Rows(records.Conclude(), "calls", "inclusive", "self", "depth", "method")[..3]);
    }

    [Fact]
    public void Stacks_have_the_weight_of_the_chosen_kind()
    {
        ViewRecords records = new(StacksView.Description, new ViewOptions { Of = "waits" });
        StackId stack = records.Stack("Shop.Main");
        records.Model.Add(new Wait(WaitKind.Handle, 1, Range(0, 3), stack));
        records.Model.Add(new Wait(WaitKind.Lock, 1, Range(5, 6), stack));
        ViewResult result = records.Conclude();
        Assert.Equal(["4000000 | 1 | Shop.Main"], records.Rows(result, "stacks", "weight", "share", "stack"));
        Assert.Throws<ArgumentException>(() => StacksView.Description.Create(new ViewOptions { Of = "nothing" }));
    }

    [Fact]
    public void A_timeline_keeps_a_spike_and_the_whole_window()
    {
        ViewRecords records = new(TimelineView.Description);
        for (int index = 0; index < 50; index++)
        {
            records.Model.Add(new ExceptionRecord(At(5_000), 1, "A", "b", default));
        }

        records.Model.Add(new Pause(PauseCause.Other, "", Range(9_000, 9_500)));
        ViewResult result = records.Conclude(60_000);
        ViewTable table = Assert.Single(result.Tables);
        Assert.InRange(table.Rows.Count, 30, 61);
        Assert.Equal(["50"], records.Rows(result, "timeline", "exceptions").Where(value => value is not ("0" or "-")));
        Assert.Equal(500e6, table.Rows.Sum(row => row[1].AsNumber));
    }

    private static ViewRecords Sampled(ViewDescription view, ViewOptions? options = null)
    {
        ViewRecords records = new(view, options);
        Add("Shop.Fib", "Shop.Fib", "Shop.Main");
        Add("Shop.Fib", "System.Linq.Enumerable.Sum", "Shop.Main");
        Add("System.Math.Log", "Shop.Fib", "Shop.Main");
        Add("System.Math.Sin", "Shop.Main");
        return records;

        void Add(params string[] methods) =>
            records.Model.Add(new Sample(SampleKind.Managed, At(1), 1, records.Stack(methods)));
    }
}
