using Contrail.Core.Formats;

namespace Contrail.Analysis.Views;

/// <summary>
/// Pairs the starts and ends of collections by their numbers. With a heap for each processor the two are written by
/// different threads, so an end can precede its start in the file. Not thread-safe.
/// </summary>
internal sealed class CollectionPairs
{
    /// <summary>Maximum number of collections held until they are complete: 8 MiB. Further ones are not held.</summary>
    private const int MaxHeld = 100_000;

    private readonly Dictionary<uint, Collection> _byNumber = [];
    private bool _staysFull;

    /// <summary>Whether <see cref="Forget"/> should be called, because it may help.</summary>
    public bool IsFull => _byNumber.Count >= MaxHeld && !_staysFull;

    public void AddStart(uint number, uint generation, bool background, TraceTicks at)
    {
        bool isKnown = _byNumber.TryGetValue(number, out Collection known);
        if (isKnown || _byNumber.Count < MaxHeld)
        {
            // Each number occurs once; of repeated ones the first counts.
            _byNumber[number] = known.Start is null
                ? new Collection(number, generation, background, at, known.End)
                : known;
        }
    }

    public void AddEnd(uint number, uint generation, TraceTicks at)
    {
        bool isKnown = _byNumber.TryGetValue(number, out Collection known);
        if (isKnown || _byNumber.Count < MaxHeld)
        {
            _byNumber[number] = isKnown
                ? known with { End = known.End ?? at }
                : new Collection(number, generation, false, null, at);
        }
    }

    /// <summary>Lets go of whole ones that ended before a moment: no pause to be settled belongs to them.</summary>
    public void Forget(TraceTicks before)
    {
        foreach (Collection held in _byNumber.Values)
        {
            if (held.Start is not null && held.End < before)
            {
                // Removing what is being looked at does not disturb the walk.
                _byNumber.Remove(held.Number);
            }
        }

        _staysFull = _byNumber.Count > MaxHeld / 2;
    }

    /// <summary>What is held, to be looked up by time.</summary>
    public CollectionTimes Times() => new(_byNumber.Values);

    /// <summary>
    /// Those without a start that ran already when the window began: at most one in the foreground, which ended before
    /// anything was suspended in the window, and one in the background. The starts of others are lost.
    /// </summary>
    public List<Collection> RanAlready(TraceTicks? firstSuspension)
    {
        uint firstStarted = uint.MaxValue;
        foreach (Collection held in _byNumber.Values)
        {
            firstStarted = held.Start is not null ? Math.Min(firstStarted, held.Number) : firstStarted;
        }

        IEnumerable<Collection> candidates = _byNumber.Values
            .Where(held => held.Start is null && held.Number <= firstStarted)
            .OrderBy(held => held.Number);
        List<Collection> ran = [];
        bool hasForeground = false;
        bool hasBackground = false;
        foreach (Collection candidate in candidates)
        {
            bool endedFirst = !(firstSuspension < candidate.End);
            bool isForeground = endedFirst && !hasForeground;
            bool isBackground = !isForeground && candidate.MayBeBackground && !hasBackground;
            hasForeground |= isForeground;
            hasBackground |= isBackground;
            if (isForeground || isBackground)
            {
                ran.Add(candidate);
            }
        }

        return ran;
    }

    /// <summary>
    /// How many are not over: at most the last that began in the foreground and the last in the background, since
    /// neither kind begins while another of it runs. The ends of others are lost.
    /// </summary>
    public int RunningAtEnd() => CountOpen(background: false) + CountOpen(background: true);

    private int CountOpen(bool background)
    {
        Collection? last = null;
        foreach (Collection held in _byNumber.Values)
        {
            bool isLater = held.Start is not null && held.Background == background
                && !(last?.Start >= held.Start);
            last = isLater ? held : last;
        }

        return last is { End: null } ? 1 : 0;
    }
}
