namespace Contrail.Analysis.Export.Firefox;

/// <summary>
/// Limits what a profile holds: the format is one object, which its viewer reads at once. Not safe for concurrent use.
/// </summary>
internal sealed class FirefoxRoom
{
    /// <summary>Some 60 MB here, and more than 100 MB of JSON.</summary>
    private const int MaxItems = 500_000;

    private int _taken;

    /// <summary>How many slices, moments, samples and values had no room.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Whether there is room for one more.</summary>
    public bool TryTake()
    {
        if (_taken == MaxItems)
        {
            RefusedCount++;
            return false;
        }

        _taken++;
        return true;
    }
}
