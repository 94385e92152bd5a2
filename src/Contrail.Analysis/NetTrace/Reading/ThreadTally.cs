using System.Globalization;
using Contrail.Analysis.Views;
using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Counts events by their thread, with the last one of each, for a limited number of threads. A file contains many
/// events of one thread after the other, so that most are found without a search. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadTally
{
    private readonly Dictionary<ulong, TalliedThread> _threads = [];
    private TalliedThread? _latest;
    private ulong _latestId;

    /// <summary>Number of threads that are counted.</summary>
    public int Count => _threads.Count;

    /// <summary>The threads that are counted, in no order.</summary>
    public IEnumerable<ulong> Ids => _threads.Keys;

    /// <summary>Counts an event; null for a thread beyond the limit.</summary>
    public TalliedThread? Add(ulong threadId)
    {
        if (_latest is null || _latestId != threadId)
        {
            if (!_threads.TryGetValue(threadId, out TalliedThread? thread))
            {
                if (_threads.Count >= ThreadSummary.MaxCount)
                {
                    return null;
                }

                _threads.Add(threadId, thread = new TalliedThread());
            }

            (_latest, _latestId) = (thread, threadId);
        }

        _latest.Count++;
        return _latest;
    }

    /// <summary>
    /// When a thread wrote its last event that shows that it ran; null if it wrote none, or is not known.
    /// </summary>
    public TraceTicks? LastOf(ulong threadId) => _threads.GetValueOrDefault(threadId)?.Last;

    /// <summary>The threads with the most events; equals in the order of their ids' text, so that output is
    /// stable.</summary>
    public IEnumerable<(ulong Id, long Count)> Busiest(int maxCount) => _threads
        .OrderByDescending(pair => pair.Value.Count)
        .ThenBy(pair => pair.Key.ToString(CultureInfo.InvariantCulture), StringComparer.Ordinal)
        .Take(maxCount)
        .Select(pair => (pair.Key, pair.Value.Count));
}
