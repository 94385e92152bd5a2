using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Durations with the same name and place in the code. Not safe for concurrent use.</summary>
internal sealed class PlacedTimes
{
    private const int MaxExecutions = 10_000;

    private readonly HashSet<long> _executions = [];
    private double _heaviest = -1;
    private bool _hasMoreExecutions;

    /// <summary>Their name: a reason, a function; empty for none.</summary>
    public string Name { get; init; } = "";

    /// <summary>How long; of what is open, as far as the trace shows it.</summary>
    public DurationTally Times { get; } = new();

    /// <summary>The stack with the longest total; none if no stack is known.</summary>
    public StackId Stack { get; private set; }

    /// <summary>How many had not ended at the end.</summary>
    public long OpenCount { get; private set; }

    /// <summary>Number of threads or goroutines; null if there are too many to count.</summary>
    public long? ExecutionCount => _hasMoreExecutions ? null : _executions.Count;

    /// <summary>Adds a duration.</summary>
    public void Add(long execution, in TimeRange range)
    {
        Times.Add(range.Nanoseconds);
        OpenCount += range.IsOpenAtEnd ? 1 : 0;
        if (_executions.Count < MaxExecutions)
        {
            _executions.Add(execution);
        }
        else
        {
            _hasMoreExecutions |= !_executions.Contains(execution);
        }
    }

    /// <summary>Adds all durations of another, which have one stack.</summary>
    public void Add(PlacedTimes other, StackId stack)
    {
        Times.Add(other.Times);
        OpenCount += other.OpenCount;
        _hasMoreExecutions |= other._hasMoreExecutions;
        if (_executions.Count < MaxExecutions)
        {
            _executions.UnionWith(other._executions);
        }
        else
        {
            _hasMoreExecutions |= !_executions.IsSupersetOf(other._executions);
        }

        if (!stack.IsNone && other.Times.Total > _heaviest)
        {
            _heaviest = other.Times.Total;
            Stack = stack;
        }
    }

    /// <summary>What was open at its end has ended there: a gap follows.</summary>
    public void CloseOpen() => OpenCount = 0;
}
