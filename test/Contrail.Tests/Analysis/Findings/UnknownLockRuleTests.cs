using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>What is found about locks whose code the trace does not name.</summary>
public sealed class UnknownLockRuleTests
{
    [Fact]
    public void Locks_of_unknown_code_are_not_one_cause()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        AddWaits(records, 9, StackId.None);
        AddWaits(records, 8, StackId.None);
        IReadOnlyList<Finding> findings = records.Findings();
        Assert.Equal(["lock 8", "lock 9"], findings.SelectMany(one => one.Involved).Order());
        Assert.All(findings, one => Assert.Contains(" for one lock: ", one.Headline, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, "the stacks of its waits have no names")]
    [InlineData(false, "record with --profile default")]
    public void What_finds_a_lock_depends_on_what_its_waits_have(bool hasStack, string advice)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId unnamed = records.Context.Stacks.Add([records.Context.Stacks.AddFrame(StackFrame.Named(""))]);
        AddWaits(records, 9, hasStack ? unnamed : StackId.None);
        Assert.Contains(advice, Assert.Single(records.Findings()).NextStep, StringComparison.Ordinal);
    }

    // In a torn file only the helper that was compiled meanwhile has a name.
    [Theory]
    [InlineData("System.Threading.Monitor.TryEnter_Slowpath", "")]
    [InlineData("System.Threading.Monitor.TryEnter_Slowpath", "System.Threading.Thread.StartCallback")]
    [InlineData("", "System.Threading.Thread.StartCallback")]
    public void The_framework_is_not_blamed_for_code_without_a_name(string inner, string outer)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        AddWaits(records, 9, records.Stack([.. new[] { inner }.Where(one => one.Length > 0), "", outer]));
        Finding finding = Assert.Single(records.Findings());
        Assert.Contains(" for one lock: ", finding.Headline, StringComparison.Ordinal);
        Assert.Contains("the stacks of its waits have no names", finding.NextStep, StringComparison.Ordinal);
    }

    // A torn file does not show whether samples were recorded.
    [Theory]
    [InlineData("Whole", "High")]
    [InlineData("Partial", "High")]
    [InlineData("Unknown", "Medium")]
    [InlineData("NotRecorded", "Medium")]
    public void Only_samples_that_are_known_to_be_recorded_make_an_owner_sure(
        string samples, string expected)
    {
        FindingRecords records = new(
            kind => kind == ModelNeeds.ThreadSamples ? Enum.Parse<CoverageState>(samples) : CoverageState.Whole,
            [LockConvoyRule.Rule]);
        StackId owner = records.Stack("Shop.Orders.Save");
        for (int number = 0; number < 20; number++)
        {
            records.Model.Add(new Sample(SampleKind.Managed, At((number * 500) + 1), 1, owner));
            Wait wait = new(WaitKind.Lock, 2, Range(number * 500, (number + 1) * 500), owner);
            records.Model.Add(wait with { ObjectId = 9, OwnerId = 1 });
        }

        Assert.Equal(expected, Assert.Single(records.Findings()).Confidence.ToString());
    }

    private static void AddWaits(FindingRecords records, ulong id, StackId stack)
    {
        for (int number = 0; number < 20; number++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 500), stack) { ObjectId = id, OwnerId = 1 });
        }
    }
}
