namespace Contrail.Machine.Figures;

/// <summary>Reads files of one line of words, such as <c>schedstat</c>.</summary>
/// <param name="places">The fields.</param>
/// <param name="isStat">
/// Whether it is the <c>stat</c> of a process or thread, whose words follow a name in parentheses that may contain
/// anything.
/// </param>
internal sealed class WordParser(FieldPlace[] places, bool isStat) : FileParser
{
    private readonly FieldPlace[] _inOrder = [.. places.OrderBy(place => place.WordIndex)];

    /// <inheritdoc/>
    public override void Parse(ReadOnlySpan<byte> untrusted, Span<long> values)
    {
        // The name of a program may contain the end of a line.
        int nameEndIndex = isStat ? untrusted.LastIndexOf((byte)')') : -1;
        bool isStart = nameEndIndex >= 0 || !isStat;
        if (!isStart || !new TextCursor(untrusted[(nameEndIndex + 1)..]).TryReadLine(out ReadOnlySpan<byte> line))
        {
            return;
        }

        TextCursor words = new(line);
        int readCount = 0;
        ReadOnlySpan<byte> word = default;
        foreach (FieldPlace place in _inOrder)
        {
            while (readCount <= place.WordIndex)
            {
                if (!words.TryReadWord(out word))
                {
                    return;
                }

                readCount++;
            }

            place.Set(word, values);
        }
    }
}
