using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>The goroutines that wait where the trace ends, by what and where. Not safe for concurrent use.</summary>
internal sealed class WaitingExecutions
{
    private const int MaxGroups = 10_000;

    private BoundedGroups<(string Function, string Reason, StackId Stack), Waits> _groups = new(MaxGroups);

    /// <summary>Adds the last state of a goroutine, if it waits and has not ended.</summary>
    public void Add(ExecutionTotals goroutine, in ExecutionState state)
    {
        if (state.Activity == ThreadActivity.Waiting && state.Range.IsOpenAtEnd)
        {
            _groups.Find((goroutine.Function, state.Reason, state.Stack))?
                .Add(goroutine.IsStarted, state.Range.Nanoseconds);
        }
    }

    /// <summary>Removes all.</summary>
    public void Clear() => _groups = new(MaxGroups);

    /// <summary>A sentence about what was not kept; nothing if everything was.</summary>
    public IEnumerable<string> Notes() => _groups.Notes("waiting goroutines");

    /// <summary>
    /// By function, reason and place: own code first, then those with the most goroutines that started in the trace.
    /// </summary>
    public IEnumerable<Group> Conclude(StackTable stacks) => _groups.All
        .GroupBy(one => (
            one.Key.Function, one.Key.Reason, Place: stacks.Place(one.Key.Stack)?.Frame.FullText() ?? ""))
        .Select(group => new Group(
            group.Key.Function,
            group.Key.Reason,
            group.OrderByDescending(one => one.Value.Count).ThenBy(one => one.Key.Stack.Value).First().Key.Stack,
            group.Sum(one => one.Value.Count),
            group.Sum(one => one.Value.Started.Count),
            group.Max(one => one.Value.LongestNanoseconds),
            Median(group.Select(one => one.Value.Started))))
        .OrderByDescending(group => stacks.Place(group.Stack)?.IsOwn == true)
        .ThenByDescending(group => group.StartedCount)
        .ThenByDescending(group => group.Count)
        .ThenBy(group => group.Stack.Value);

    private static long? Median(IEnumerable<DurationTally> parts)
    {
        DurationTally all = new();
        foreach (DurationTally part in parts)
        {
            all.Add(part);
        }

        return all.Percentile(0.5);
    }

    /// <summary>Goroutines with one start function that wait for the same reason at the same place.</summary>
    internal readonly record struct Group(
        string Function, string Reason, StackId Stack, long Count, long StartedCount, long LongestNanoseconds,
        long? MedianNanoseconds);

    private sealed class Waits
    {
        public long Count { get; private set; }

        public DurationTally Started { get; } = new();

        public long LongestNanoseconds { get; private set; }

        public void Add(bool isStarted, long nanoseconds)
        {
            Count++;
            if (isStarted)
            {
                Started.Add(nanoseconds);
            }

            LongestNanoseconds = Math.Max(LongestNanoseconds, nanoseconds);
        }
    }
}
