using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>
/// Adds up how long goroutines were in each state, by the function with which they began. Times of a goroutine whose
/// function is not known yet are kept until a record has it, and counted under the empty name if none does. Not safe
/// for concurrent use.
/// </summary>
internal sealed class ExecutionView : IModelSink
{
    private const int MaxFunctions = 10_000;
    private const string Others = "others";

    private readonly Dictionary<long, Life> _lives = [];
    private readonly Dictionary<string, ExecutionTime> _groups = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ModelNeeds Needs => ModelNeeds.ExecutionStates;

    /// <summary>How many goroutines there were; one counts again after a gap.</summary>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public void Add(in ExecutionState state)
    {
        if (!_lives.TryGetValue(state.ExecutionId, out Life life))
        {
            Count++;
            life = new Life(state.Function, state.Function.Length == 0 ? new ExecutionTime() : null);
            CountIfNamed(life);
        }
        else if (life.Unnamed is { } unnamed && state.Function.Length > 0)
        {
            // All that it did before belongs to the function too.
            life = new Life(state.Function, null);
            CountIfNamed(life);
            GroupOf(state.Function).Add(unnamed);
        }

        (life.Unnamed ?? GroupOf(life.Function)).Add(state.Activity, state.Reason, state.Range.Nanoseconds);
        if (state.IsLast || state.Range.IsOpenAtEnd)
        {
            CountIfUnnamed(life);
            _lives.Remove(state.ExecutionId);
        }
        else
        {
            _lives[state.ExecutionId] = life;
        }
    }

    /// <summary>All groups; those first that ran longest.</summary>
    public IReadOnlyList<ExecutionGroup> Conclude() =>
    [
        .. _groups
            .OrderByDescending(group => group.Value.Running)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Value.ToGroup(group.Key)),
    ];

    private void CountIfNamed(in Life life)
    {
        if (life.Unnamed is null)
        {
            GroupOf(life.Function).AddOne();
        }
    }

    private void CountIfUnnamed(in Life life)
    {
        if (life.Unnamed is { } unnamed)
        {
            ExecutionTime group = GroupOf("");
            group.AddOne();
            group.Add(unnamed);
        }
    }

    private ExecutionTime GroupOf(string function)
    {
        string key = _groups.Count < MaxFunctions || _groups.ContainsKey(function) ? function : Others;
        if (!_groups.TryGetValue(key, out ExecutionTime? group))
        {
            group = new ExecutionTime();
            _groups.Add(key, group);
        }

        return group;
    }

    private readonly record struct Life(string Function, ExecutionTime? Unnamed);
}
