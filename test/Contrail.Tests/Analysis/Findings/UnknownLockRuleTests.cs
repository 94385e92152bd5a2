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

    private static void AddWaits(FindingRecords records, ulong id, StackId stack)
    {
        for (int number = 0; number < 20; number++)
        {
            records.Model.Add(new Wait(WaitKind.Lock, 2, Range(0, 500), stack) { ObjectId = id, OwnerId = 1 });
        }
    }
}
