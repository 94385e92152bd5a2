using Contrail.Analysis.Filters;

namespace Contrail.Tool.Text;

/// <summary>Shows the error of a filter below the character at which it is.</summary>
internal static class FilterErrorText
{
    private const string Indent = "  ";
    private const string Cut = "…";

    /// <summary>Characters of a long expression that are shown before the error, and after it.</summary>
    private const int MaxContext = 60;

    /// <summary>The lines of an error: what is wrong, the expression, and a caret.</summary>
    public static IEnumerable<string> Lines(string expression, FilterError error)
    {
        int start = Math.Max(0, error.Position - MaxContext);
        int end = Math.Min(expression.Length, error.Position + MaxContext);
        string before = (start > 0 ? Cut : "") + Visible(expression[start..error.Position]);
        string after = Visible(expression[error.Position..end]) + (end < expression.Length ? Cut : "");
        yield return TerminalSanitizer.Clean($"Invalid filter: {error.Message}.");
        yield return Indent + before + after;
        yield return Indent + new string(' ', TerminalText.Columns(before)) + "^";
    }

    private static string Visible(string part) => TerminalSanitizer.Clean(part);
}
