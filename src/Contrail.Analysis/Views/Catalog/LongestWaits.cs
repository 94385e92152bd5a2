using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Keeps the longest waits; of equal ones, the first. Not safe for concurrent use.</summary>
/// <param name="maxCount">Number of waits that are kept.</param>
internal sealed class LongestWaits(int maxCount)
{
    private readonly PriorityQueue<(Wait Wait, long Order), (long Nanoseconds, long Order)> _longest = new();
    private long _added;

    /// <summary>The waits, the longest first.</summary>
    public IEnumerable<Wait> LongestFirst => _longest.UnorderedItems
        .OrderByDescending(item => item.Priority)
        .Select(item => item.Element.Wait);

    /// <summary>Adds a wait, if it is one of the longest.</summary>
    public void Add(in Wait wait)
    {
        (long, long) priority = (wait.Range.Nanoseconds, -_added);
        if (_longest.Count < maxCount)
        {
            _longest.Enqueue((wait, _added), priority);
        }
        else
        {
            _longest.EnqueueDequeue((wait, _added), priority);
        }

        _added++;
    }
}
