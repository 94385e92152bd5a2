using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules.Machine;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.FigureRecords;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>The code of findings about figures of the operating system, where the recording shows it.</summary>
public sealed class FigureCodeRuleTests
{
    private const int Seconds = 10;
    private const string Off = "--cpu-burst 2s --off-cpu";

    [Fact]
    public void Small_writes_name_the_method_that_makes_most_of_them()
    {
        FindingRecords records = WithWrites();
        AddSamples(records, 8, Native("pwrite"), Own("Shop.Export.WriteField"), Own("Shop.Export.Run"));
        AddSamples(records, 4, Native("SystemNative_Write"), Own("Shop.Log.Add"));
        AddSamples(records, 50, Native("pread"), Own("Shop.Import.Read"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Export.WriteField", finding.Culprit);
        Assert.Equal(
            "The process makes 20,000 system calls each second to write 4 bytes each (mean over 10 s). "
                + "Shop.Export.WriteField makes most of them: it is in 8 of 12 samples of such calls.",
            finding.Headline);
        Assert.Equal(["Shop.Export.WriteField", "Shop.Export.Run"], finding.Involved);
        Assert.False(finding.Stack.IsNone);
        Assert.Equal("", finding.Surer);
        Assert.Contains(finding.Evidence, one => one.Id.StartsWith("hot-methods/native/", StringComparison.Ordinal)
            && one.Value.AsNumber == 8);
    }

    [Theory]
    [InlineData(4, 0)]
    [InlineData(6, 8)]
    public void Small_writes_name_no_method_if_samples_are_few_or_spread(int first, int each)
    {
        FindingRecords records = WithWrites();
        AddSamples(records, first, Native("pwrite"), Own("Shop.Export.WriteField"));
        AddSamples(records, each, Native("pwrite"), Own("Shop.Log.Add"));
        AddSamples(records, each, Native("pwrite"), Own("Shop.Audit.Add"));
        AddSamples(records, 90, Native("[kernel]"), Own("Shop.Scan.Run"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("calls to write", finding.Culprit);
        Assert.True(finding.Stack.IsNone);
        Assert.Contains("too few samples", finding.Surer, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_samples_small_writes_name_what_to_record()
    {
        FindingRecords records = WithWrites(ModelNeeds.CpuSamples);
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("calls to write", finding.Culprit);
        Assert.Equal("Record with --profile cpu: it shows the code that makes the calls.", finding.Surer);
    }

    [Fact]
    public void Major_faults_name_the_method_that_is_blocked_without_a_call()
    {
        FindingRecords records = WithFaults();
        AddBlocked(records, 9, 20, Own("Shop.Index.Find"), Own("Shop.Prices.Run"));
        AddBlocked(records, 9, 5, Framework("System.Buffer.Memmove"), Own("Shop.Copy.Run"));
        AddBlocked(records, 40, 90, Native("pread"), Own("Shop.Import.Read"));
        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("files that are not in memory", finding.Culprit);
        Assert.EndsWith(" Shop.Index.Find waits for most of it.", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(["Shop.Index.Find"], finding.Involved);
        Assert.False(finding.Stack.IsNone);
        Assert.Equal(
            ["off-cpu/faults/1/total 180000000", "off-cpu/faults/1/share 0.8"],
            finding.Evidence.TakeLast(2).Select(one =>
                FormattableString.Invariant($"{one.Id} {one.Value.AsNumber:0.###}")));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void Major_faults_name_no_method_if_it_is_blocked_seldom(int count)
    {
        FindingRecords records = WithFaults();
        AddBlocked(records, count, 20, Own("Shop.Index.Find"));
        AddBlocked(records, 40, 90, Native("pread"), Own("Shop.Import.Read"));
        Finding finding = Assert.Single(records.Findings());
        Assert.True(finding.Stack.IsNone);
        Assert.DoesNotContain("Shop.", finding.Headline, StringComparison.Ordinal);
        Assert.StartsWith("Take the snapshot while it lasts", finding.Surer, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_blocked_threads_major_faults_name_what_to_record()
    {
        FindingRecords records = WithFaults(ModelNeeds.OffCpuTimes);
        Assert.Contains(Off, Assert.Single(records.Findings()).Surer, StringComparison.Ordinal);
    }

    private static FindingRecords WithWrites(ModelNeeds missing = ModelNeeds.None)
    {
        FindingRecords records = Of(SmallIoRule.Rule, missing);
        for (int second = 0; second <= Seconds; second++)
        {
            records.Model.Add(Process(
                1_000 * second, ("WriteCalls", 20_000L * second), ("WriteBytes", 80_000L * second)));
        }

        return records;
    }

    private static FindingRecords WithFaults(ModelNeeds missing = ModelNeeds.None)
    {
        FindingRecords records = Of(MajorFaultsRule.Rule, missing);
        for (int second = 0; second <= Seconds; second++)
        {
            records.Model.Add(Process(1_000 * second, ("MajorFaults", 700 * second)));
        }

        return records;
    }

    private static FindingRecords Of(FindingRule rule, ModelNeeds missing) => new(
        kind => kind == missing ? CoverageState.NotRecorded : CoverageState.Whole, [rule]);

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

    private static StackFrame Native(string name) => StackFrame.Named(name) with
    {
        Origin = FrameOrigin.Native,
        Module = "libc.so.6",
    };

    private static StackId StackOf(FindingRecords records, StackFrame[] frames)
    {
        StackTable table = records.Context.Stacks;
        return table.Add([.. frames.Select(frame => table.AddFrame(frame))]);
    }

    private static void AddSamples(FindingRecords records, int count, params StackFrame[] frames)
    {
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(new Sample(SampleKind.Cpu, At(100 * number), 7, StackOf(records, frames))
            {
                CpuNanoseconds = 5e6,
            });
        }
    }

    private static void AddBlocked(FindingRecords records, int count, int milliseconds, params StackFrame[] frames)
    {
        for (int number = 0; number < count; number++)
        {
            records.Model.Add(new OffCpuTime(
                Range(100 * number, (100 * number) + milliseconds), 7, StackOf(records, frames)));
        }
    }
}
