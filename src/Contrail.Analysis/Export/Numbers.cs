namespace Contrail.Analysis.Export;

/// <summary>Numbers things, each once, from 0 in the order in which they come. Not safe for concurrent use.</summary>
internal sealed class Numbers<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _numbers = [];
    private readonly List<T> _all = [];

    /// <param name="first">What has the first numbers.</param>
    public Numbers(params IEnumerable<T> first)
    {
        foreach (T one in first)
        {
            Of(one);
        }
    }

    /// <summary>The things, in the order of their numbers.</summary>
    public IReadOnlyList<T> All => _all;

    /// <summary>The number of a thing.</summary>
    public int Of(T one) => Of(one, out _);

    /// <summary>The number of a thing, and whether it is new.</summary>
    public int Of(T one, out bool isNew)
    {
        isNew = !_numbers.TryGetValue(one, out int number);
        if (isNew)
        {
            number = _all.Count;
            _numbers.Add(one, number);
            _all.Add(one);
        }

        return number;
    }
}
