using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Rules;
using Contrail.Analysis.Model;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.ViewRecords;

namespace Contrail.Tests.Analysis.Findings;

/// <summary>Which code of a lock is named, and how sure that is.</summary>
public sealed class LockOwnerRuleTests
{
    [Theory]
    [InlineData(400, FindingSeverity.Info)]
    [InlineData(1_200, FindingSeverity.Warning)]
    public void A_lock_inside_of_the_framework_is_the_frameworks_and_its_caller_is_named(int ms, object severity)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack(
            "System.Threading.Monitor.Enter", "System.Console.Queue.Enqueue", "System.Log.Write", "Shop.Orders.Place");
        StackId holder = records.Stack("System.Console.Write", "Shop.Mail.Send");
        for (int start = 0; start < 12_000; start += 2_000)
        {
            records.Model.Add(new Sample(SampleKind.Managed, At(start + 10), 1, holder));
            foreach (int thread in (int[])[2, 3])
            {
                TimeRange range = Range(start, start + ms);
                records.Model.Add(new Wait(WaitKind.Lock, thread, range, waiter) { ObjectId = 9, OwnerId = 1 });
            }
        }

        Finding finding = Assert.Single(records.Findings(12_000));
        Assert.Equal(("Shop.Orders.Place", (FindingSeverity)severity), (finding.Culprit, finding.Severity));
        Assert.Contains(
            " for one lock in System.Console.Queue.Enqueue, called by Shop.Orders.Place: ", finding.Headline,
            StringComparison.Ordinal);
        Assert.Contains("the framework's", finding.NextStep, StringComparison.Ordinal);
    }

    // Code that throws is seen, and code that waits for a disk is not.
    [Theory]
    [InlineData(1, FindingConfidence.Medium)]
    [InlineData(6, FindingConfidence.High)]
    public void An_owner_that_was_rarely_seen_is_less_sure(int seen, object confidence)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Index.Search");
        StackId throws = records.Stack("Shop.Index.Parse", "Shop.Index.Search");
        for (int number = 0; number < 10; number++)
        {
            TimeRange range = Range(number * 500, (number * 500) + 400);
            if (number < seen)
            {
                records.Model.Add(new ExceptionRecord(At((number * 500) + 100), 1, "A", "b", throws));
            }

            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingConfidence)confidence, finding.Confidence);
        Assert.Contains(
            " that Shop.Index.Search holds, most often in Shop.Index.Parse: ", finding.Headline,
            StringComparison.Ordinal);
        Assert.Equal(seen == 1, finding.Reason.Contains("is known for 1 of them", StringComparison.Ordinal));
    }
}
