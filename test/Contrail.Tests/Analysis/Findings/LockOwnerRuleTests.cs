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

    [Theory]
    [InlineData("Log.Sink.Emit", "Shop.Add", "in Log.Sink.Emit, called by Shop.Add, most often in System.Go")]
    [InlineData("", "", "in Log.Sink.Emit, called by Shop.Add")]
    [InlineData("Log.Sink.Close", "Shop.Mail.Send", "that Shop.Mail.Send holds")]
    public void A_lock_of_a_library_is_named_with_its_caller_and_where_its_owners_are(
        string holds, string caller, string text)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = Logging(records, "System.Threading.Monitor.Enter", "Log.Sink.Emit", "Shop.Add");
        for (int number = 0; number < 10; number++)
        {
            TimeRange range = Range(number * 500, (number * 500) + 400);
            if (holds.Length > 0)
            {
                AddSeen(records, range, Logging(records, "System.Go", holds, caller), 1);
            }

            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Contains($" for one lock {text}: ", finding.Headline, StringComparison.Ordinal);
        Assert.Equal(
            caller != "Shop.Mail.Send", finding.NextStep.Contains("that of a library", StringComparison.Ordinal));
    }

    // Code that throws is seen, and code that waits for a disk is not.
    [Theory]
    [InlineData(1, " for one lock in Shop.Index.Search: ", FindingConfidence.Medium)]
    [InlineData(6, " that Shop.Index.Search holds, most often in Shop.Index.Parse: ", FindingConfidence.High)]
    public void An_owner_that_was_rarely_seen_is_not_named(int seen, string headline, object confidence)
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Index.Search");
        StackId throws = records.Stack("Shop.Index.Parse", "Shop.Index.Search");
        for (int number = 0; number < 10; number++)
        {
            TimeRange range = Range(number * 500, (number * 500) + 400);
            AddSeen(records, range, throws, number < seen ? 100 : null);
            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal((FindingConfidence)confidence, finding.Confidence);
        Assert.Contains(headline, finding.Headline, StringComparison.Ordinal);
        Assert.StartsWith(
            seen == 1
                ? "The waits are in the trace. Where the owner was is known for 400 ms of them, in Shop.Index.Parse;"
                : "The trace contains the waits with their owners",
            finding.Reason,
            StringComparison.Ordinal);
    }

    // Ten short waits for code that throws, and one long wait for code that was seen once.
    [Fact]
    public void The_owner_of_the_long_waits_counts_not_the_one_that_was_seen_more_often()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId waiter = records.Stack("System.Threading.Monitor.Enter", "Shop.Store.List");
        StackId sells = records.Stack("Shop.Store.Sell", "Shop.Store.List");
        StackId counts = records.Stack("Shop.Store.Count", "Shop.Stock.Take");
        for (int number = 0; number < 10; number++)
        {
            TimeRange range = Range(number * 100, (number * 100) + 5);
            AddSeen(records, range, sells, 1);
            records.Model.Add(new Wait(WaitKind.Lock, 2, range, waiter) { ObjectId = 9, OwnerId = 1 });
        }

        AddSeen(records, Range(1_100, 3_100), counts, 500);
        records.Model.Add(new Wait(WaitKind.Lock, 2, Range(1_100, 3_100), waiter) { ObjectId = 9, OwnerId = 1 });

        Assert.Equal("Shop.Store.Count", Assert.Single(records.Findings()).Culprit);
    }

    [Fact]
    public void Where_the_owners_acquired_the_lock_counts_more_than_where_few_were_seen()
    {
        FindingRecords records = new(LockConvoyRule.Rule);
        StackId adds = records.Stack("System.Threading.Monitor.Enter", "Shop.Index.Add");
        StackId throws = records.Stack("Shop.Index.Parse");
        for (int number = 0; number < 20; number++)
        {
            // Two threads take turns: each waits until the other one, which had waited too, is done.
            (int owner, int waiter) = number % 2 == 0 ? (1, 2) : (2, 1);
            TimeRange range = Range((number * 200) - 190, number * 200);
            AddSeen(records, range, throws, number == 5 ? 50 : null, owner);
            records.Model.Add(new Wait(WaitKind.Lock, waiter, range, adds) { ObjectId = 9, OwnerId = owner });
        }

        Finding finding = Assert.Single(records.Findings());
        Assert.Equal("Shop.Index.Add", finding.Culprit);
        Assert.Contains(" that Shop.Index.Add holds: ", finding.Headline, StringComparison.Ordinal);
    }

    private static StackId Logging(FindingRecords records, params string[] methods) => records.Context.Stacks.Add(
    [
        .. methods.Select(name => records.Context.Stacks.AddFrame(StackFrame.Named(name) with
        {
            Origin = name.StartsWith("System.", StringComparison.Ordinal) ? FrameOrigin.Framework
                : name.StartsWith("Log.", StringComparison.Ordinal) ? FrameOrigin.Library
                : FrameOrigin.Own,
        })),
    ]);

    private static void AddSeen(FindingRecords records, TimeRange wait, StackId stack, int? afterMs, int owner = 1)
    {
        if (afterMs is { } ms)
        {
            TraceTime seen = new(wait.Start.Nanoseconds + (ms * 1_000_000L));
            records.Model.Add(new ExceptionRecord(seen, owner, "A", "b", stack));
        }
    }
}
