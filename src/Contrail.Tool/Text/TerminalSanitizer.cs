using System.Globalization;
using System.Text;

namespace Contrail.Tool.Text;

/// <summary>
/// Texts from a file, made fit to be shown: a message may hold what steers a terminal, or turns the order of
/// characters around, or never ends.
/// </summary>
internal static class TerminalSanitizer
{
    private const char Replacement = '·';

    /// <summary>The text in one line, whole.</summary>
    public static string Clean(string untrusted) => Clean(untrusted, int.MaxValue);

    /// <summary>The text in one line of at most so many characters.</summary>
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
