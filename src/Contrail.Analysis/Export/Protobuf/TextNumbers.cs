namespace Contrail.Analysis.Export.Protobuf;

/// <summary>Numbers texts, each once; the empty text is 0. Not safe for concurrent use.</summary>
internal sealed class TextNumbers
{
    private readonly Dictionary<string, int> _numbers = new() { [""] = 0 };
    private readonly List<string> _texts = [""];

    /// <summary>The texts in the order of their numbers.</summary>
    public IReadOnlyList<string> All => _texts;

    /// <summary>The number of a text.</summary>
    public int Of(string text)
    {
        if (!_numbers.TryGetValue(text, out int number))
        {
            number = _texts.Count;
            _numbers.Add(text, number);
            _texts.Add(text);
        }

        return number;
    }
}
