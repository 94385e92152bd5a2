namespace Contrail.Machine.Figures;

/// <summary>
/// Reads the tables of the network: a line with a key and the names of the columns, then a line with the same key and
/// the numbers.
/// </summary>
/// <param name="places">The fields.</param>
internal sealed class NetTableParser(FieldPlace[] places) : FileParser
{
    /// <inheritdoc/>
    public override void Parse(ReadOnlySpan<byte> untrusted, Span<long> values)
    {
        TextCursor lines = new(untrusted);
        while (lines.TryReadLine(out ReadOnlySpan<byte> namesLine)
            && lines.TryReadLine(out ReadOnlySpan<byte> numbersLine))
        {
            TextCursor names = new(namesLine);
            TextCursor numbers = new(numbersLine);
            bool isPair = names.TryReadWord(out ReadOnlySpan<byte> key)
                & numbers.TryReadWord(out ReadOnlySpan<byte> numbersKey)
                && key.SequenceEqual(numbersKey) && key[^1] == ':';
            if (isPair && Has(key[..^1]))
            {
                ParseTable(key[..^1], names, numbers, values);
            }
        }
    }

    private bool Has(ReadOnlySpan<byte> key)
    {
        foreach (FieldPlace place in places)
        {
            if (key.SequenceEqual(place.Key.Span))
            {
                return true;
            }
        }

        return false;
    }

    private void ParseTable(ReadOnlySpan<byte> key, TextCursor names, TextCursor numbers, Span<long> values)
    {
        while (names.TryReadWord(out ReadOnlySpan<byte> name) && numbers.TryReadWord(out ReadOnlySpan<byte> number))
        {
            foreach (FieldPlace place in places)
            {
                if (name.SequenceEqual(place.Name.Span) && key.SequenceEqual(place.Key.Span))
                {
                    place.Set(number, values);
                }
            }
        }
    }
}
