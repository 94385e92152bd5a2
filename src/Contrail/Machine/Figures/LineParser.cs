namespace Contrail.Machine.Figures;

/// <summary>
/// Reads files of lines that begin with a key, such as <c>status</c>, <c>memory.events</c> and <c>pressure</c>; the
/// first line with a key counts.
/// </summary>
/// <param name="places">The fields.</param>
internal sealed class LineParser(FieldPlace[] places) : FileParser
{
    /// <inheritdoc/>
    public override void Parse(ReadOnlySpan<byte> untrusted, Span<long> values)
    {
        TextCursor lines = new(untrusted);
        while (lines.TryReadLine(out ReadOnlySpan<byte> line))
        {
            TextCursor words = new(line);
            if (!words.TryReadWord(out ReadOnlySpan<byte> key))
            {
                continue;
            }

            key = key[^1] == ':' ? key[..^1] : key;
            foreach (FieldPlace place in places)
            {
                // A copy of the cursor: several fields may be in one line.
                TextCursor after = words;
                if (key.SequenceEqual(place.Key.Span)
                    && after.TryReadWord(place.WordIndex, out ReadOnlySpan<byte> word))
                {
                    // Pressure writes the name before the number: total=123.
                    place.Set(word[(word.IndexOf((byte)'=') + 1)..], values);
                }
            }
        }
    }
}
