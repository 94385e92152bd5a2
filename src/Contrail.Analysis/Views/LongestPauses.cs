using Contrail.Analysis.Model;

namespace Contrail.Analysis.Views;

/// <summary>Keeps the longest pauses; of equal ones, the first. Not safe for concurrent use.</summary>
internal sealed class LongestPauses(int maxCount)
{
    private readonly List<Pause> _longest = [];

    /// <summary>The pauses, the longest first.</summary>
    public IEnumerable<Pause> LongestFirst => _longest;

    /// <summary>Adds a pause, if it is one of the longest.</summary>
    public void Add(in Pause pause)
    {
        long nanoseconds = pause.Range.Nanoseconds;
        int index = _longest.FindIndex(longer => longer.Range.Nanoseconds < nanoseconds);
        _longest.Insert(index < 0 ? _longest.Count : index, pause);
        if (_longest.Count > maxCount)
        {
            _longest.RemoveAt(maxCount);
        }
    }
}
