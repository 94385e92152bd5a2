using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Views;

/// <summary>The use of processors by thread and by code.</summary>
public sealed class CpuViewTests
{
    private const double Period = 5_000_000;

    private static readonly string[] Kinds = ["managed", "native", "kernel", "unknown"];

    public static TheoryData<int> Seeds { get; } = [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Each_table_has_all_processor_time(int seed)
    {
        Random drawing = new(seed);
        ViewRecords records = new(CpuView.Description);
        string[] methods = ["Shop.Pay", "Shop.Ship", "System.Text.Json.Read", "Shop.Log", "System.Regex.Run"];
        int count = drawing.Next(1, 500);
        for (int index = 0; index < count; index++)
        {
            string[] frames = [.. Enumerable.Range(0, drawing.Next(1, 4)).Select(_ => Any(methods))];
            records.Model.Add(Cpu(drawing.Next(0, 10_000), drawing.Next(1, 6), records.Stack(frames)));
        }

        ViewResult result = records.Conclude();
        foreach (string table in new[] { "threads", "frames", "threadFrames", "modules" })
        {
            Assert.Equal(count * Period, Sum(result, table, "cpu"), 1e-3);
            Assert.Equal(count, Sum(result, table, "samples"));
        }

        Assert.Equal(1, Sum(result, "frames", "share"), 1e-9);
        Assert.Equal(1, Sum(result, "threads", "share"), 1e-9);
        ViewTable time = Table(result, "time");
        double length = time.Rows.Count > 1 ? time.Rows[1][0].AsNumber : 10e9;
        double used = Kinds.Sum(kind => Sum(result, "time", kind));
        Assert.Equal(count * Period, used * length, 1);

        string Any(string[] names) => names[drawing.Next(names.Length)];
    }

    [Fact]
    public void Threads_that_only_wait_are_in_no_table()
    {
        ViewRecords records = new(CpuView.Description);
        StackId stack = records.Stack("Shop.Pay");
        records.Model.Add(new Sample(SampleKind.Managed, At(1), 7, stack));
        records.Model.Add(new Sample(SampleKind.Native, At(1), 8, stack));
        records.Model.Add(Cpu(2, 9, stack));
        ViewResult result = records.Conclude();
        Assert.Equal(["5000000 | 1 | 9"], records.Rows(result, "threads", "cpu", "share", "thread"));
        Assert.Equal(
            ["5000000 | 1 | 1 | 9 | Shop.Pay"],
            records.Rows(result, "threadFrames", "cpu", "share", "samples", "thread", "method"));
    }

    [Fact]
    public void The_kernel_and_native_code_are_kinds_of_their_own()
    {
        ViewRecords records = new(CpuView.Description);
        records.Model.Add(Cpu(1, 1, Native(records, NativeCode.Kernel)));
        records.Model.Add(Cpu(2, 1, Native(records, "libz.so")));
        records.Model.Add(Cpu(3, 1, records.Stack("Shop.Pay")));
        ViewResult result = records.Conclude();
        Assert.Equal(
            ["kernel | [kernel]", "managed | Shop", "native | libz.so"],
            records.Rows(result, "frames", "kind", "module").Order(StringComparer.Ordinal));
        Assert.Contains("33.3 % in native code, 33.3 % in the kernel", result.Headlines[0]);
    }

    private static StackId Native(ViewRecords records, string module)
    {
        StackTable stacks = records.Context.Stacks;
        StackFrame frame = StackFrame.Named($"call of {module}");
        return stacks.Add([stacks.AddFrame(frame with { Origin = FrameOrigin.Native, Module = module })]);
    }

    private static Sample Cpu(long ms, long thread, StackId stack) =>
        new(SampleKind.Cpu, At(ms), thread, stack) { CpuNanoseconds = Period };

    private static ViewTable Table(ViewResult result, string name) =>
        result.Tables.Single(table => table.Description.Name == name);

    private static double Sum(ViewResult result, string table, string column) =>
        Table(result, table).Rows.Sum(row => row[Table(result, table).Description.IndexOf(column)].AsNumber);
}
