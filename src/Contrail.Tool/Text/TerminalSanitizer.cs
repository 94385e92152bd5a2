using System.Globalization;
using System.Text;

namespace Contrail.Tool.Text;

/// <summary>
/// Sanitizes text from a file for a terminal: it may contain control characters or bidirectional overrides, and may
/// have any length.
/// </summary>
internal static class TerminalSanitizer
{
    private const char Replacement = '·';

    /// <summary>Returns the complete text in one line.</summary>
    public static string Clean(string untrusted) => Clean(untrusted, int.MaxValue);

    /// <summary>Returns the text in one line of at most the given number of characters.</summary>
    public static string Clean(string untrusted, int maxChars)
    {
        StringBuilder clean = new(Math.Min(untrusted.Length, maxChars));
        foreach (Rune rune in untrusted.EnumerateRunes())
        {
            string shown = IsShown(rune) ? rune.ToString() : Replacement.ToString();
            if (clean.Length + shown.Length > maxChars)
            {
                return Cut(clean, maxChars) + "…";
            }

            clean.Append(shown);
        }

        return clean.ToString();
    }

    private static string Cut(StringBuilder clean, int maxChars)
    {
        int end = Math.Min(clean.Length, maxChars - 1);
        return clean.ToString(0, end > 0 && char.IsHighSurrogate(clean[end - 1]) ? end - 1 : end);
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned);
}
