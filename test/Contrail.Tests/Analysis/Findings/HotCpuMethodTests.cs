using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Findings of samples of processors alone, in a window of ten seconds, of 20 ms each.</summary>
public sealed class HotCpuMethodTests
{
    private const double Period = 20e6;

    private static readonly FindingRule[] Rules = [HotMethodRule.Rule, HotMethodRule.Timer, HotNativeRule.Rule];

    [Theory]
    [InlineData(200, 40, "Warning High")]
    [InlineData(60, 10, "Info Medium")]
    [InlineData(40, 9, "")] // 82 % of the samples, and 8 % of a processor.
    [InlineData(200, 400, "")]
    public void A_method_is_hot_if_it_uses_a_part_of_a_processor(int inMethod, int elsewhere, string expected)
    {
        FindingRecords records = Records();
        Add(records, inMethod, Native("libcoreclr.so"), Own("Shop.Rules.Scan"), Own("Shop.Price.Quote"));
        Add(records, elsewhere, Framework("System.Text.Json.Write"));
        Add(records, 300, Native("libc.so.6"), Framework("System.Threading.LowLevelLifoSemaphore.Wait"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(expected, string.Join(", ", findings.Select(one => $"{one.Severity} {one.Confidence}")));
        Assert.All(findings.Where(_ => inMethod == 200), one => Assert.Equal(
            "Shop.Rules.Scan, called by Shop.Price.Quote, uses 0.4 of 2 processors on average: 4.0 s of CPU time, "
                + "83.3 % of that of threads at work.",
            one.Headline));
    }

    [Theory]
    [InlineData(100, "busy-timer")]
    [InlineData(40, "")]
    public void A_timer_that_uses_a_processor_is_busy(int samples, string expected)
    {
        FindingRecords records = Records();
        Add(
            records, samples, Native("libcoreclr.so"), Own("Shop.Prices.Check"),
            Framework("System.Threading.TimerQueueTimer.IThreadPoolWorkItem.Execute"), Native("libcoreclr.so"));
        Assert.Equal(expected, string.Join(", ", records.Findings().Select(one => one.Rule)));
    }

    [Theory]
    [InlineData("libz.so.1", "hot-native")]
    [InlineData("libcoreclr.so", "hot-method")]
    [InlineData("libSystem.Native.so", "hot-method")]
    [InlineData("[kernel]", "hot-method")]
    public void Native_code_of_libraries_is_separate_from_the_runtime_and_the_system(string module, string expected)
    {
        FindingRecords records = Records();
        Add(records, 300, Native(module), Framework("Interop.Call"), Own("Shop.Export.Compress"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((expected, "Shop.Export.Compress"), (finding.Rule, finding.Culprit));
        Assert.Equal(FindingConfidence.High, finding.Confidence);
    }

    [Fact]
    public void A_method_that_computes_itself_and_in_native_code_has_both_findings()
    {
        FindingRecords records = Records();
        Add(records, 150, Native("libz.so.1"), Own("Shop.Export.Compress"));
        Add(records, 250, Own("Shop.Export.Compress"));
        Assert.Equal(["hot-method", "hot-native"], records.Findings().Select(one => one.Rule).Order());
    }

    [Fact]
    public void A_thread_that_spins_for_a_lock_is_not_hot()
    {
        FindingRecords records = Records();
        Add(records, 400, Native("libcoreclr.so"), Framework("System.Threading.Monitor.Enter"), Own("Shop.Ledger.Add"));
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void Work_over_many_methods_is_that_of_the_innermost_that_calls_most_of_it()
    {
        FindingRecords records = Records();
        foreach (string node in (string[])["Js.Call", "Js.Assign", "Js.Loop"])
        {
            Add(records, 100, Own(node), Own("Js.Engine.Run"), Native("libcoreclr.so"));
        }

        Assert.Equal("Js.Engine.Run", Assert.Single(records.Findings()).Culprit);
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(60, false)]
    public void The_framework_is_hot_if_no_own_code_is_in_the_stacks(int samples, bool isFound)
    {
        FindingRecords records = Records();
        StackFrame write = Framework("System.Text.Json.JsonSerializer.Write");
        StackFrame dispatch = Framework("System.Threading.ThreadPoolWorkQueue.Dispatch");
        Add(records, samples / 2, Native("libcoreclr.so"), write, dispatch, Native("libcoreclr.so"));
        Add(records, samples / 2, write, dispatch, Native("libcoreclr.so"));
        Assert.Equal(isFound, records.Findings() is [{ Culprit: "System.Text.Json.JsonSerializer.Write" }]);
    }

    [Fact]
    public void A_native_function_of_a_program_is_no_method_of_the_framework()
    {
        FindingRecords records = Records();
        StackFrame hash = StackFrame.Named("main.hash") with { Origin = FrameOrigin.Native, Module = "shop" };
        Add(records, 400, hash, Native("shop"));
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(0, false)]
    public void A_storm_of_exceptions_has_the_time_of_the_method_that_throws(int samples, bool isKnown)
    {
        FindingRecords records = Records(ExceptionStormRule.Rule);
        Add(records, samples, Native("libcoreclr.so"), Framework("System.Runtime.EH.RhThrowEx"), Own("Shop.Parse"));
        StackId thrower = records.Stack("System.Runtime.EH.RhThrowEx", "Shop.Parse");
        for (int number = 0; number < 1_000; number++)
        {
            records.Model.Add(new ExceptionRecord(At(number * 10), 1, "System.FormatException", "n/a", thrower));
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(isKnown, finding.Evidence.Any(one => one.Id == "hot-methods/places/1/cpu"));
    }

    private static FindingRecords Records(params FindingRule[] rules) => new(
        CoverageState.Whole, rules.Length > 0 ? rules : Rules, FileDescription.Unknown with { ProcessorCount = 2 });

    private static StackFrame Own(string name) => StackFrame.Named(name) with
    {
        Origin = FrameOrigin.Own,
        Module = "Shop",
    };

    private static StackFrame Framework(string name) => StackFrame.Named(name) with
    {
        Origin = FrameOrigin.Framework,
        Module = "System.Private.CoreLib",
    };

    private static StackFrame Native(string module) => StackFrame.At(0x1000) with
    {
        Origin = FrameOrigin.Native,
        Module = module,
    };

    private static void Add(FindingRecords records, int count, params StackFrame[] frames)
    {
        StackTable table = records.Context.Stacks;
        StackId stack = table.Add([.. frames.Select(frame => table.AddFrame(frame))]);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(new Sample(SampleKind.Cpu, At(10_000 * number / count), number % 3, stack)
            {
                CpuNanoseconds = Period,
            });
        }
    }
}
