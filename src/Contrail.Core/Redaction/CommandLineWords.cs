namespace Contrail.Core.Redaction;

/// <summary>Splits a command line into words at white space outside quotes.</summary>
internal static class CommandLineWords
{
    /// <summary>
    /// The end of the word that begins at <paramref name="offset"/>. A quote opens at the word's beginning or after
    /// <c>=</c> or <c>:</c>, so that an apostrophe opens none; a quote that is not closed extends to the end of the
    /// line.
    /// </summary>
    public static int EndOfWord(string line, int offset)
    {
        char previous = '=';
        while (offset < line.Length && !char.IsWhiteSpace(line[offset]))
        {
            bool opensQuote = line[offset] is '"' or '\'' && previous is '=' or ':';
            if (opensQuote)
            {
                offset = EndOfQuote(line, offset);
                previous = '"';
                continue;
            }

            previous = line[offset++];
        }

        return offset;
    }

    /// <summary>The word without quotes around all of it.</summary>
    public static string Unquote(string word) => word.Trim('"', '\'');

    /// <summary>
    /// Splits a word into the part up to its first quote, the content of the quote, and the rest; a word without quotes
    /// is all content.
    /// </summary>
    public static (string Opening, string Inner, string Closing) PeelQuotes(string word)
    {
        int openOffset = word.AsSpan().IndexOfAny('"', '\'');
        bool isQuoted = openOffset >= 0 && (openOffset == 0 || word[openOffset - 1] is '=' or ':');
        if (!isQuoted)
        {
            return ("", word, "");
        }

        string opening = word[..(openOffset + 1)];
        bool isClosed = word.Length > openOffset + 1 && word[^1] == word[openOffset];
        return isClosed ? (opening, word[(openOffset + 1)..^1], word[^1..]) : (opening, word[(openOffset + 1)..], "");
    }

    private static int EndOfQuote(string line, int openOffset)
    {
        for (int offset = openOffset + 1; offset < line.Length; offset++)
        {
            if (line[offset] == '\\')
            {
                offset++;
            }
            else if (line[offset] == line[openOffset])
            {
                return offset + 1;
            }
        }

        return line.Length;
    }
}
