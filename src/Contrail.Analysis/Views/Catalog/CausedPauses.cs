using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>
/// Finds the cause of each pause while a trace is read. The record of a collection may follow that of its pause, but
/// not far behind: only the latest ones are kept. Not safe for concurrent use.
/// </summary>
/// <param name="settle">Receives each pause with its cause, once.</param>
internal sealed class CausedPauses(Action<CausedPause> settle)
{
    /// <summary>How many collections are kept.</summary>
    public const int MaxKept = 4_000;

    /// <summary>
    /// How many pauses are kept without theirs: those of collections that run in the background, one at a time.
    /// </summary>
    public const int MaxWaiting = 500;

    private readonly List<Pause> _waiting = [];
    private readonly Dictionary<long, CollectionCause> _collections = [];
    private readonly Queue<long> _numbers = [];

    /// <summary>Adds a pause.</summary>
    public void Add(in Pause pause)
    {
        if (IsKnown(pause))
        {
            Settle(pause);
            return;
        }

        if (_waiting.Count == MaxWaiting)
        {
            SettleAt(0);
        }

        _waiting.Add(pause);
    }

    /// <summary>Adds a collection. One without a number is of no pause.</summary>
    public void Add(in Collection collection)
    {
        if (collection.Number is not { } number
            || !_collections.TryAdd(number, new CollectionCause(collection.Reason, collection.Stack)))
        {
            return;
        }

        _numbers.Enqueue(number);
        if (_numbers.Count > MaxKept)
        {
            _collections.Remove(_numbers.Dequeue());
        }

        for (int index = _waiting.Count - 1; index >= 0; index--)
        {
            if (IsKnown(_waiting[index]))
            {
                SettleAt(index);
            }
        }
    }

    /// <summary>Hands over the pauses that are kept.</summary>
    public void Complete()
    {
        _waiting.ForEach(pause => Settle(pause));
        _waiting.Clear();
    }

    private bool IsKnown(in Pause pause)
    {
        foreach (PauseCollection collection in pause.Collections)
        {
            if (!_collections.ContainsKey(collection.Number))
            {
                return false;
            }
        }

        return true;
    }

    private void SettleAt(int index)
    {
        Settle(_waiting[index]);
        _waiting.RemoveAt(index);
    }

    private void Settle(in Pause pause) => settle(new CausedPause(pause, CauseOf(pause), TriggerOf(pause)));

    private string CauseOf(in Pause pause)
    {
        if (pause.Cause != PauseCause.Collection)
        {
            return pause.Reason.Length > 0 ? $"not a collection: {pause.Reason}" : "unknown";
        }

        if (pause.Collections is not [var main, ..])
        {
            return pause.Reason.Length > 0 ? pause.Reason : "collection";
        }

        string reason = _collections.GetValueOrDefault(main.Number).Reason ?? "";
        string generation = main.IsConcurrent
            ? "background collection"
            : $"generation {main.Generation?.ToString() ?? "unknown"}";
        return reason.Length > 0 ? $"{generation}, {reason}" : generation;
    }

    private StackId TriggerOf(in Pause pause)
    {
        foreach (PauseCollection collection in pause.Collections)
        {
            if (_collections.TryGetValue(collection.Number, out CollectionCause found) && !found.Stack.IsNone)
            {
                return found.Stack;
            }
        }

        return pause.Stack;
    }

    private readonly record struct CollectionCause(string Reason, StackId Stack);
}
