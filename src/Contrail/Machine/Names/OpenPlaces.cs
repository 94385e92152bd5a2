namespace Contrail.Machine.Names;

/// <summary>
/// Places of a list of which some are closed: finds the next open one without a walk over closed ones, as often as a
/// hostile file causes it. Not thread-safe.
/// </summary>
/// <param name="length">How many places there are; all are open.</param>
internal sealed class OpenPlaces(int length)
{
    // The next open place, or one on the way to it; an open place, and the end, lead to themselves.
    private readonly int[] _next = [.. Enumerable.Range(0, length + 1)];

    /// <summary>How many are open.</summary>
    public int Count { get; private set; } = length;

    /// <summary>The first open place from an index on; the number of places if there is none.</summary>
    public int From(int index)
    {
        while (_next[index] != index)
        {
            _next[index] = _next[_next[index]];
            index = _next[index];
        }

        return index;
    }

    /// <summary>Closes an open place.</summary>
    public void Close(int index)
    {
        _next[index] = index + 1;
        Count--;
    }
}
