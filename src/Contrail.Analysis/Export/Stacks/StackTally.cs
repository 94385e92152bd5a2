using System.Runtime.InteropServices;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>
/// Adds up stacks of one kind, and keeps their order for each thread while there are few. Memory is bounded: beyond it,
/// stacks of further threads are joined under the thread 0. Not safe for concurrent use.
/// </summary>
/// <param name="keepsOrder">Whether the order in time is needed.</param>
internal sealed class StackTally(bool keepsOrder = true)
{
    private const int MaxKeys = 300_000;
    private const int MaxRuns = 200_000;

    private readonly Dictionary<StackKey, StackWeight> _weights = [];
    private readonly Dictionary<long, List<StackRun>> _runs = [];
    private int _runCount;

    /// <summary>The weights.</summary>
    public IReadOnlyDictionary<StackKey, StackWeight> Weights => _weights;

    /// <summary>The same by thread, in the order of time; null if there are too many.</summary>
    public IReadOnlyDictionary<long, List<StackRun>>? Runs => _runCount <= MaxRuns ? _runs : null;

    /// <summary>Records whose thread and labels are not kept, because there are too many different ones.</summary>
    public long JoinedCount { get; private set; }

    /// <summary>The number of records.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a record.</summary>
    public void Add(long executionId, StackId stack, StackLabels labels, double value)
    {
        Count++;
        value = Saturated.Finite(value);
        StackKey key = new(executionId, stack, labels);
        if (_weights.Count >= MaxKeys && !_weights.ContainsKey(key))
        {
            // The stacks of a trace are limited themselves.
            key = new StackKey(0, stack, StackLabels.None);
            JoinedCount++;
        }

        ref StackWeight weight = ref CollectionsMarshal.GetValueRefOrAddDefault(_weights, key, out _);
        weight += new StackWeight(value, 1);
        AddRun(key.ExecutionId, stack, value);
    }

    private void AddRun(long executionId, StackId stack, double value)
    {
        if (!keepsOrder || _runCount > MaxRuns)
        {
            return;
        }

        ref List<StackRun>? runs = ref CollectionsMarshal.GetValueRefOrAddDefault(_runs, executionId, out _);
        runs ??= [];
        if (runs.Count > 0 && runs[^1].Stack == stack)
        {
            runs[^1] = new StackRun(stack, runs[^1].Value + value);
            return;
        }

        runs.Add(new StackRun(stack, value));
        if (++_runCount > MaxRuns)
        {
            _runs.Clear();
        }
    }
}
