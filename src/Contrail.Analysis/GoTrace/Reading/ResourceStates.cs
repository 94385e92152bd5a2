using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>
/// The last reported state of each goroutine or proc, and its thread: each state must follow from the one before, and a
/// thread has one at a time. Not safe for concurrent use.
/// </summary>
internal sealed class ResourceStates(string name)
{
    private readonly Dictionary<long, GoState> _states = [];
    private readonly Dictionary<long, long> _threadOf = [];
    private readonly Dictionary<long, long> _on = [];

    public bool Contains(long id) => _states.ContainsKey(id);

    /// <summary>Takes a transition in; gives what is wrong with it, or nothing.</summary>
    public string Check(in GoTransition transition, long thread)
    {
        long id = transition.Subject.Id;
        string fault = CheckState(transition, id);
        if (fault.Length > 0)
        {
            return fault;
        }

        if (transition.To == GoState.NotExist)
        {
            _states.Remove(id);
        }
        else
        {
            _states[id] = transition.To;
        }

        return IsOnThread(transition.To) ? Bind(id, thread)
            : IsOnThread(transition.From) ? Unbind(id)
            : "";
    }

    private string CheckState(in GoTransition transition, long id)
    {
        if (transition.To == GoState.Undetermined)
        {
            return $"the state of {name} {id} is reported as unknown";
        }

        if (_states.TryGetValue(id, out GoState known))
        {
            return known == transition.From ? "" : $"{name} {id} was {transition.From}, and {known} before";
        }

        bool isNew = transition.From is GoState.Undetermined or GoState.NotExist;
        return isNew ? "" : $"{name} {id} was {transition.From}, and nothing is known of it";
    }

    private static bool IsOnThread(GoState state) => state is GoState.Running or GoState.Syscall;

    private string Bind(long id, long thread)
    {
        if (thread == GoContext.None)
        {
            return $"{name} {id} runs on no thread";
        }

        if (_on.TryGetValue(thread, out long other) && other != id)
        {
            return $"{name} {id} runs on thread {thread}, which has {other}";
        }

        _on[thread] = id;
        _threadOf[id] = thread;
        return "";
    }

    private string Unbind(long id)
    {
        if (!_threadOf.Remove(id, out long thread))
        {
            return $"{name} {id} stops and is on no thread";
        }

        bool isThere = _on.TryGetValue(thread, out long there) && there == id;
        _on.Remove(thread);
        return isThere ? "" : $"{name} {id} stops on thread {thread}, which has it not";
    }
}
