namespace Contrail.Core.Triggers;

/// <summary>Finds the name that a misspelled one is nearest to.</summary>
internal static class NearestName
{
    /// <summary>Longer words are no misspelled names; comparing them takes time.</summary>
    private const int MaxLength = 40;

    private const int CharactersPerEdit = 3;

    /// <summary>Returns the nearest name, or null if none is near.</summary>
    public static string? Of(string word, IEnumerable<string> names)
    {
        string? nearest = word.Length > MaxLength ? null : names.MinBy(name => Distance(word, name));
        return nearest is not null && Distance(word, nearest) <= Math.Max(1, word.Length / CharactersPerEdit)
            ? nearest
            : null;
    }

    // Letters inserted, removed or replaced, and neighbors exchanged, row by row.
    private static int Distance(string from, string to)
    {
        int[] last = [];
        int[] previous = [.. Enumerable.Range(0, to.Length + 1)];
        for (int row = 1; row <= from.Length; row++)
        {
            int[] current = new int[to.Length + 1];
            current[0] = row;
            for (int column = 1; column <= to.Length; column++)
            {
                bool isSame = char.ToUpperInvariant(from[row - 1]) == char.ToUpperInvariant(to[column - 1]);
                int replaced = previous[column - 1] + (isSame ? 0 : 1);
                bool isExchanged = row > 1 && column > 1
                    && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
                int exchanged = isExchanged ? last[column - 2] + 1 : int.MaxValue;
                current[column] = Math.Min(
                    Math.Min(replaced, exchanged), Math.Min(previous[column], current[column - 1]) + 1);
            }

            last = previous;
            previous = current;
        }

        return previous[to.Length];
    }
}
