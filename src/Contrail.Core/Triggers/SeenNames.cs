namespace Contrail.Core.Triggers;

/// <summary>Names that a stream shows, up to a limit. Not safe for concurrent use.</summary>
internal sealed class SeenNames
{
    /// <summary>A provider has fewer events and counters; a stream, fewer providers.</summary>
    public const int MaxCount = 200;

    /// <summary>The names that a message lists.</summary>
    public const int MaxListed = 8;

    private readonly SortedSet<string> _names = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The number of names.</summary>
    public int Count => _names.Count;

    /// <summary>Adds a name, unless it is one of them or they are too many.</summary>
    public void Add(string name)
    {
        if (_names.Count < MaxCount)
        {
            _names.Add(name);
        }
    }

    /// <summary>Adds what a message needs to what is missing.</summary>
    /// <param name="missing">What is missing.</param>
    /// <param name="name">The name that was looked for.</param>
    public MissingName Describe(MissingName missing, string name) => missing with
    {
        Known = [.. _names.Take(MaxListed)],
        KnownCount = Count,
        Nearest = NearestName.Of(name, _names),
    };
}
