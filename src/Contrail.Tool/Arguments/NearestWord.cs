namespace Contrail.Tool.Arguments;

/// <summary>Suggests a known word for a misspelled one.</summary>
internal static class NearestWord
{
    /// <summary>Characters per allowed edit; one edit is always allowed.</summary>
    private const int CharactersPerEdit = 3;

    /// <summary>Returns the known word with the fewest edits, or null when none is close.</summary>
    public static string? Of(string word, IEnumerable<string> known)
    {
        (string? nearest, int edits) = known
            .Select(candidate => ((string?)candidate, Edits(word, candidate)))
            .DefaultIfEmpty((null, int.MaxValue))
            .MinBy(found => found.Item2);
        int letters = word.TrimStart('-').Length;
        return edits <= Math.Max(1, letters / CharactersPerEdit) ? nearest : null;
    }

    /// <summary>
    /// Counts the edits between two words: a letter inserted, removed or replaced, or two neighbors swapped.
    /// </summary>
    internal static int Edits(string from, string to)
    {
        // Cell [row, column] holds the edits between the first 'row' and the first 'column' letters.
        int[,] edits = new int[from.Length + 1, to.Length + 1];
        for (int row = 0; row <= from.Length; row++)
        {
            for (int column = 0; column <= to.Length; column++)
            {
                edits[row, column] = row == 0 || column == 0
                    ? row + column
                    : Math.Min(Replaced(row, column), Exchanged(row, column));
            }
        }

        return edits[from.Length, to.Length];

        int Replaced(int row, int column)
        {
            int same = char.ToLowerInvariant(from[row - 1]) == char.ToLowerInvariant(to[column - 1]) ? 0 : 1;
            int inserted = Math.Min(edits[row - 1, column], edits[row, column - 1]) + 1;
            return Math.Min(inserted, edits[row - 1, column - 1] + same);
        }

        int Exchanged(int row, int column)
        {
            bool areExchanged = row > 1 && column > 1
                && from[row - 1] == to[column - 2]
                && from[row - 2] == to[column - 1];
            return areExchanged ? edits[row - 2, column - 2] + 1 : int.MaxValue;
        }
    }
}
