using System.Text;
using Contrail.Analysis.GoTrace.Reading;

namespace Contrail.Analysis.Views.GoTrace;

/// <summary>
/// How long goroutines were in each state, by the function that they began with. Times of a goroutine whose function
/// is not known yet are kept until a stack shows it, and counted under the empty name if none does.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GoroutineTally
{
    private const int MaxFunctions = 10_000;
    private const string Others = "others";
    private const string NoReason = "unspecified";

    private readonly Dictionary<long, Life> _lives = [];
    private readonly Dictionary<string, GoroutineTime> _groups = new(StringComparer.Ordinal);

    /// <summary>How many there were.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a transition in.</summary>
    /// <param name="told">The event.</param>
    /// <param name="transition">Its transition.</param>
    /// <param name="since">Since when a goroutine that is reported for the first time has been in that state.</param>
    public void Add(in GoEvent told, in GoTransition transition, long since)
    {
        long id = transition.Subject.Id;
        if (!_lives.TryGetValue(id, out Life life))
        {
            Count++;
            string function = FunctionOf(transition);
            GoroutineTime? unnamed = function.Length == 0 ? new GoroutineTime() : null;
            life = new Life(function, unnamed, transition.To, since, NoReason);
            CountIfNamed(life);
        }
        else if (transition.From != transition.To)
        {
            Close(life, told.Time);
            life = Known(life, transition) with
            {
                State = transition.To,
                Since = told.Time,
                Reason = ReasonOf(transition),
            };
        }

        if (transition.To == GoState.NotExist)
        {
            CountIfUnnamed(life);
            _lives.Remove(id);
        }
        else
        {
            _lives[id] = life;
        }
    }

    /// <summary>Nothing is known of what they do from here on.</summary>
    public void Cut(long at)
    {
        foreach (Life life in _lives.Values)
        {
            Close(life, at);
            CountIfUnnamed(life);
        }

        _lives.Clear();
    }

    /// <summary>All groups; those first that ran longest.</summary>
    public IReadOnlyList<GoroutineGroup> Conclude() =>
    [
        .. _groups
            .OrderByDescending(group => group.Value.Running)
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.Value.ToGroup(group.Key)),
    ];

    // A stack that is taken later shows the function too, and all that was done before belongs to it.
    private Life Known(in Life life, in GoTransition transition)
    {
        string function = FunctionOf(transition);
        if (life.Unnamed is not { } unnamed || function.Length == 0)
        {
            return life;
        }

        Life named = life with { Function = function, Unnamed = null };
        CountIfNamed(named);
        GroupOf(function).Add(unnamed);
        return named;
    }

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
            GoroutineTime group = GroupOf("");
            group.AddOne();
            group.Add(unnamed);
        }
    }

    private void Close(in Life life, long at) =>
        (life.Unnamed ?? GroupOf(life.Function)).Add(life.State, life.Reason, Elapsed.Between(life.Since, at));

    private GoroutineTime GroupOf(string function)
    {
        string key = _groups.Count < MaxFunctions || _groups.ContainsKey(function) ? function : Others;
        if (!_groups.TryGetValue(key, out GoroutineTime? group))
        {
            group = new GoroutineTime();
            _groups.Add(key, group);
        }

        return group;
    }

    // The outermost call is what a goroutine began with, whenever its stack is taken.
    private static string FunctionOf(in GoTransition transition)
    {
        GoStackTrace stack = transition.Stack;
        return stack.Depth > 0 ? stack.Function(stack.Depth - 1) : "";
    }

    private static string ReasonOf(in GoTransition transition) =>
        transition.Reason.IsEmpty ? NoReason : Encoding.UTF8.GetString(transition.Reason.Span);

    private readonly record struct Life(
        string Function, GoroutineTime? Unnamed, GoState State, long Since, string Reason);
}
