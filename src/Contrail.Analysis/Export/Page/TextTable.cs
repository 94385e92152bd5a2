namespace Contrail.Analysis.Export.Page;

/// <summary>
/// The texts of a page, each once: a page refers to them by number. A file can contain any number of texts of any
/// length, so both are limited. Not safe for concurrent use.
/// </summary>
/// <param name="maxCount">Number of texts that are kept.</param>
internal sealed class TextTable(int maxCount = TextTable.MaxCount)
{
    /// <summary>The usual limit: more than a page shows, and some megabytes.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Longer than a page shows in one place.</summary>
    private const int MaxChars = 400;

    private const string Omitted = "(more different texts than a page keeps)";

    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal) { [""] = 0, [Omitted] = 1 };
    private readonly List<string> _texts = ["", Omitted];

    /// <summary>The texts, in the order of their numbers.</summary>
    public IReadOnlyList<string> All => _texts;

    /// <summary>Whether the room that is left is for texts that do not differ each time, such as names.</summary>
    public bool IsNearlyFull => _texts.Count >= maxCount / 4 * 3;

    /// <summary>How often a text was not kept.</summary>
    public long OmittedCount { get; private set; }

    /// <summary>The number of a text.</summary>
    public int Add(string untrusted)
    {
        string text = Cut(untrusted);
        if (_numbers.TryGetValue(text, out int number))
        {
            return number;
        }

        if (_texts.Count >= maxCount)
        {
            OmittedCount++;
            return 1;
        }

        _texts.Add(text);
        _numbers.Add(text, _texts.Count - 1);
        return _texts.Count - 1;
    }

    // Half of a pair of surrogates would be no text any more.
    private static string Cut(string untrusted) => untrusted.Length <= MaxChars
        ? untrusted
        : untrusted[..(char.IsHighSurrogate(untrusted[MaxChars - 2]) ? MaxChars - 2 : MaxChars - 1)] + "…";
}
