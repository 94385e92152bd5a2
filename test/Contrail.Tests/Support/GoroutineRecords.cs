using Contrail.Analysis.Findings;
using Contrail.Analysis.Model;

namespace Contrail.Tests.Support;

/// <summary>Runs rules over goroutines that a test draws.</summary>
internal sealed class GoroutineRecords(params IReadOnlyList<FindingRule> rules)
{
    private readonly FindingRecords _records = new(_ => CoverageState.Whole, rules, hasGoroutines: true);

    public IModelSink Model => _records.Model;

    public StackId Stack(params string[] functions) => _records.GoStack(functions);

    /// <summary>Adds a state; one that ends with the window is open.</summary>
    public void Add(
        long goroutine, ThreadActivity activity, long startMs, long endMs, StackId stack = default,
        string reason = "", string function = "shop.work", bool isOpen = false, bool isLast = false) =>
        Model.Add(new ExecutionState(goroutine, activity, reason, ViewRecords.Range(startMs, endMs, isOpen))
        {
            Function = function,
            Stack = stack,
            IsLast = isLast,
        });

    /// <summary>Adds waits of a goroutine one after the other, each ended by the code of a stack.</summary>
    public void AddWaits(long goroutine, string reason, StackId stack, StackId waker, long eachMs, int count)
    {
        for (int index = 0; index < count; index++)
        {
            long start = index * (eachMs + 1);
            Add(goroutine, ThreadActivity.Waiting, start, start + eachMs, stack, reason);
            Add(goroutine, ThreadActivity.Ready, start + eachMs, start + eachMs, waker);
            Add(goroutine, ThreadActivity.Running, start + eachMs, start + eachMs + 1);
        }
    }

    public FindingReport Report(long endMs = 10_000) => _records.Report(endMs);

    public IReadOnlyList<Finding> Findings(long endMs = 10_000) => _records.Findings(endMs);
}
