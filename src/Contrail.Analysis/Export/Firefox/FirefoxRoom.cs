namespace Contrail.Analysis.Export.Firefox;

/// <summary>
/// Limits what a profile holds: the format is one object, which its viewer reads at once. Not safe for concurrent use.
/// </summary>
internal sealed class FirefoxRoom
{
    /// <summary>Some 60 MB here, and more than 100 MB of JSON.</summary>
    private const int MaxItems = 500_000;

    /// <summary>Some 60 MB more: most texts are those of another item.</summary>
    private const long MaxChars = 30_000_000;

    private int _taken;
    private long _takenChars;

    /// <summary>How many slices, moments, samples and values had no room.</summary>
    public long RefusedCount { get; private set; }

    /// <summary>Whether there is room for one more.</summary>
    /// <param name="chars">The length of its texts.</param>
    public bool TryTake(int chars)
    {
        if (_taken == MaxItems || _takenChars + chars > MaxChars)
        {
            RefusedCount++;
            return false;
        }

        _taken++;
        _takenChars += chars;
        return true;
    }
}
