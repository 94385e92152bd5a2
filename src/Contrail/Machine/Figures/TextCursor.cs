namespace Contrail.Machine.Figures;

/// <summary>Takes complete lines from a text, and words from a line.</summary>
/// <param name="untrusted">The text.</param>
internal ref struct TextCursor(ReadOnlySpan<byte> untrusted)
{
    private ReadOnlySpan<byte> _rest = untrusted;

    /// <summary>Takes the next line, without its end; false if no line is complete.</summary>
    public bool TryReadLine(out ReadOnlySpan<byte> line)
    {
        int endIndex = _rest.IndexOf((byte)'\n');
        line = endIndex < 0 ? default : _rest[..endIndex];
        _rest = endIndex < 0 ? default : _rest[(endIndex + 1)..];
        return endIndex >= 0;
    }

    /// <summary>Takes the next word, which spaces and tabs end; false at the end of the text.</summary>
    public bool TryReadWord(out ReadOnlySpan<byte> word)
    {
        int startIndex = _rest.IndexOfAnyExcept((byte)' ', (byte)'\t');
        ReadOnlySpan<byte> rest = startIndex < 0 ? default : _rest[startIndex..];
        int endIndex = rest.IndexOfAny((byte)' ', (byte)'\t');
        word = endIndex < 0 ? rest : rest[..endIndex];
        _rest = endIndex < 0 ? default : rest[endIndex..];
        return !word.IsEmpty;
    }

    /// <summary>Takes the word after so many others; false if there are not that many.</summary>
    public bool TryReadWord(int skipCount, out ReadOnlySpan<byte> word)
    {
        bool isRead = TryReadWord(out word);
        for (int skipped = 0; isRead && skipped < skipCount; skipped++)
        {
            isRead = TryReadWord(out word);
        }

        return isRead;
    }
}
