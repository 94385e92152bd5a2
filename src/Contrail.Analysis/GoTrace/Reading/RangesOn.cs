using Contrail.Core.GoTrace.Events;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>The ranges that are on for one goroutine or proc. Few are at a time.</summary>
internal sealed class RangesOn
{
    private readonly List<(GoEventId Begin, byte[] Kind)> _ranges = [];

    /// <summary>Turns one on; false if it is on already.</summary>
    public bool TryBegin(GoEventId begin, byte[] kind)
    {
        bool isNew = !Contains(begin, kind);
        if (isNew)
        {
            _ranges.Add((begin, kind));
        }

        return isNew;
    }

    /// <summary>Whether it is on.</summary>
    public bool Contains(GoEventId begin, byte[] kind) =>
        _ranges.Exists(range => range.Begin == begin && range.Kind.AsSpan().SequenceEqual(kind));

    /// <summary>Turns off the first that began so; false if none did.</summary>
    public bool TryEnd(GoEventId begin, out byte[] kind)
    {
        int index = _ranges.FindIndex(range => range.Begin == begin);
        kind = index < 0 ? [] : _ranges[index].Kind;
        if (index >= 0)
        {
            // The last takes its place, which decides whose end the next one is if there are several of a sort.
            _ranges[index] = _ranges[^1];
            _ranges.RemoveAt(_ranges.Count - 1);
        }

        return index >= 0;
    }
}
