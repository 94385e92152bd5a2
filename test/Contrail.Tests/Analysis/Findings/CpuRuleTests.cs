using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.SampleDrawing;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

public sealed class CpuRuleTests
{
    [Theory]
    [InlineData(700, 200, true)]
    [InlineData(700, 2_000, false)]
    [InlineData(80, 20, false)]
    public void A_hot_method_has_many_of_the_samples_and_uses_a_part_of_a_processor(
        int inMethod, int elsewhere, bool isFound)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        StackId hot = records.Stack("System.Math.Log", "Shop.Rules.Distance", "Shop.Rules.Scan");
        Add(records, SampleKind.Managed, inMethod, hot);
        Add(records, SampleKind.Managed, elsewhere, records.Stack("System.Text.Json.Write"));
        Add(records, SampleKind.Managed, 900, records.Stack("System.Threading.LowLevelSpinWaiter.Wait"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            "Shop.Rules.Distance, called by Shop.Rules.Scan, has 77.8 % of the samples of threads at work: on average "
                + "0.7 threads are in it at any moment, running or ready to run.",
            one.Headline));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(60, false)]
    public void Work_spread_over_a_library_is_that_of_the_method_that_calls_most_of_it(int ofEach, bool isFound)
    {
        FindingRecords records = FindingRecords.InModule("shop", HotMethodRule.Rule);
        Add(records, SampleKind.Native, Rounds, records.Stack("System.Threading.Monitor.Wait"), thread: 1);
        foreach (string node in (string[])["Js.Call", "Js.Assign", "Js.Loop"])
        {
            Add(records, SampleKind.Managed, ofEach, records.Stack(node, "Js.Engine.Run", "Shop.Price.Run"));
        }

        Add(records, SampleKind.Managed, 10, records.Stack("Shop.Log.Write", "Shop.Price.Run"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            "Js.Engine.Run, with what it calls, has 98.9 % of the samples, spread over several methods: on average 0.9 "
                + "threads are in it at any moment, running or ready to run. Shop.Price.Run, of the program itself, "
                + "has 100.0 %.",
            one.Headline));
    }

    [Fact]
    public void A_method_that_waits_for_a_lock_is_not_hot()
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        StackId waiting = records.Stack("System.Threading.Monitor.Enter_Slowpath", "Shop.Ledger.Add");
        Add(records, SampleKind.Managed, 900, waiting);
        Assert.Empty(records.Findings());
    }

    [Fact]
    public void Samples_of_unknown_distance_show_no_use_of_processors()
    {
        FindingRecords records = new(HotMethodRule.Rule);
        Add(records, SampleKind.Cpu, 900, records.Stack("Shop.Rules.Distance"));
        Assert.Empty(records.Findings());
    }

    [Theory]
    [InlineData(400, "Warning")]
    [InlineData(50, "Info")]
    public void A_timer_that_uses_the_processor_is_not_only_a_hot_method(int samples, string severity)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule, HotMethodRule.Timer);
        Add(records, SampleKind.Managed, samples, records.Stack(
            "Shop.Prices.Check", "System.Threading.TimerQueueTimer.IThreadPoolWorkItem.Execute"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(
            ("busy-timer", "Shop.Prices.Check", severity), (finding.Rule, finding.Culprit, $"{finding.Severity}"));
    }

    [Fact]
    public void A_method_that_continues_after_a_delay_is_no_timer()
    {
        FindingRecords records = Sampled(HotMethodRule.Rule, HotMethodRule.Timer);
        Add(records, SampleKind.Managed, 400, records.Stack(
            "Shop.Import.Run", "System.Threading.Tasks.Task.DelayPromise.CompleteTimedOut",
            "System.Threading.TimerQueueTimer.Fire"));
        Assert.Equal("hot-method", Assert.Single(records.Findings()).Rule);
    }

    [Theory]
    [InlineData("System.Net.Sockets.SocketAsyncEngine.EventLoop", false)]
    [InlineData("Interop.Brotli.BrotliEncoderCompressStream", true)]
    public void Only_native_code_that_computes_is_hot(string callee, bool isFound)
    {
        FindingRecords records = Sampled(HotNativeRule.Rule);
        StackId stack = records.Context.Stacks.Add(
        [
            records.Context.Stacks.AddFrame(StackFrame.Named(callee) with { Origin = FrameOrigin.Framework }),
            records.Context.Stacks.AddFrame(StackFrame.Named("Shop.Export.Compress") with { Origin = FrameOrigin.Own }),
        ]);
        Add(records, SampleKind.Native, 800, stack);
        Assert.Equal(isFound, records.Findings() is [{ Culprit: "Shop.Export.Compress" }]);
    }

    [Theory]
    [InlineData("dynamicClass.lambda_method", 500, true)]
    [InlineData("Shop.Orders.Place", 500, false)]
    [InlineData("dynamicClass.lambda_method", 20, false)]
    public void Generated_methods_that_do_not_end_are_a_load(string name, int count, bool isFound)
    {
        FindingRecords records = new(JitLoadRule.Rule);
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(new CompiledMethod(At(number * 19), 1, $"{name}{number}", CodeTier.Optimized)
            {
                Nanoseconds = 1_000_000,
                IsDynamic = name.StartsWith("dynamic", StringComparison.Ordinal),
            });
        }

        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            "The process generates 50 methods a second: dynamicClass.lambda_method#, of compiled expressions. Their "
                + "compilation took 500 ms.",
            one.Headline));
    }

    [Theory]
    [InlineData(60, 30, false)]
    [InlineData(60, 160, true)]
    public void Methods_that_are_generated_at_first_calls_are_no_load(int count, int everyMs, bool isFound)
    {
        FindingRecords records = new(JitLoadRule.Rule);
        for (int number = 0; number < count; number++)
        {
            string name = $"dynamicClass.lambda_method{number}";
            records.Model.Add(Compiled(everyMs * number, name, FrameOrigin.Unknown) with { IsDynamic = true });
        }

        Assert.Equal(isFound, records.Findings().Count == 1);
    }

    [Theory]
    [InlineData(300, true, true)]
    [InlineData(90, true, false)]
    [InlineData(40, false, false)]
    public void Work_that_is_spread_counts_for_the_innermost_method_that_calls_most_of_it(
        int each, bool isFound, bool isWarning)
    {
        FindingRecords records = Sampled(HotMethodRule.Rule);
        foreach (string part in (string[])["Shop.Add", "Shop.Multiply", "Shop.Assign"])
        {
            Add(records, SampleKind.Managed, each, records.Stack(part, "Shop.Script.Evaluate", "Shop.Prices.Get"));
        }

        Add(records, SampleKind.Managed, each / 3, records.Stack("Shop.Other", "Shop.Prices.Get"));
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal(
            ("Shop.Script.Evaluate", isWarning ? FindingSeverity.Warning : FindingSeverity.Info),
            (one.Culprit, one.Severity)));
    }

    [Fact]
    public void Code_that_generates_methods_is_named_before_them()
    {
        FindingRecords records = new(JitLoadRule.Rule);
        StackId stack = records.Stack("System.Linq.Expressions.Expression.Compile", "Shop.Filters.Below");
        for (int number = 0; number < 100; number++)
        {
            records.Model.Add(Compiled(number * 99, $"dynamicClass.lambda_method{number}", FrameOrigin.Unknown) with
            {
                IsDynamic = true,
                Stack = number == 0 ? StackId.None : stack,
            });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Filters.Below", finding.Culprit);
        Assert.Equal(
            "Shop.Filters.Below generates 10 methods a second: dynamicClass.lambda_method#, of compiled expressions.",
            finding.Headline);
        Assert.Equal(99, finding.Evidence[0].Value.AsNumber);
    }

    [Theory]
    [InlineData("Program.<Main>$", 2_000, true)]
    [InlineData("Program.<Main>$", 200, false)]
    [InlineData("Shop.Later", 2_000, false)]
    public void A_start_that_compiles_for_long_names_the_method(string first, long ms, bool isFound)
    {
        FindingRecords records = new(SlowStartRule.Rule, JitLoadRule.Rule);
        records.Model.Add(Compiled(0, first, FrameOrigin.Own));
        StackId stack = records.Stack("System.Text.RegularExpressions.Regex.IsMatch", "Shop.Patterns.IsKnown");
        for (int number = 0; number < 100; number++)
        {
            records.Model.Add(Compiled(20 + (99 * number), $"dynamicClass.Regex{number}_Scan", FrameOrigin.Unknown) with
            {
                Nanoseconds = ms * 10_000,
                IsDynamic = true,
                Stack = stack,
            });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal(isFound ? "slow-start" : "jit-load", finding.Rule);
        Assert.Equal("Shop.Patterns.IsKnown", finding.Culprit);
        Assert.Equal(isFound ? 1 : 0, finding.Effects.Count);
    }

    [Theory]
    [InlineData(59_000, true)]
    [InlineData(61_000, false)]
    public void What_is_compiled_after_the_first_minute_is_not_the_start(long laterMs, bool isFound)
    {
        FindingRecords records = new(SlowStartRule.Rule);
        records.Model.Add(Compiled(0, "Program.<Main>$", FrameOrigin.Own));
        foreach (long at in (long[])[1_000, laterMs])
        {
            records.Model.Add(Compiled(at, $"dynamicClass.Regex{at}_Scan", FrameOrigin.Unknown) with
            {
                Nanoseconds = at == 1_000 ? 100_000_000 : 2_000_000_000,
                IsDynamic = true,
            });
        }

        IReadOnlyList<Finding> findings = records.Findings(120_000);
        Assert.Equal(isFound, findings.Count == 1);
        Assert.All(findings, one => Assert.Equal("jit/generated/1/early", one.Evidence[1].Id));
    }

    private static CompiledMethod Compiled(long at, string name, FrameOrigin origin) =>
        new(At(at), 1, name, CodeTier.Quick) { Origin = origin };

    // The main thread waits in all rounds.
}
