namespace Contrail.Core.Triggers;

/// <summary>
/// Selects subjects, without regard to case: <c>*</c> is any text; a pattern without it also matches the end of a
/// subject after a dot or slash, so that <c>TimeoutException</c> is <c>System.TimeoutException</c>. Immutable.
/// </summary>
internal sealed class SubjectPattern
{
    private readonly string _text;
    private readonly bool _isGlob;

    /// <param name="text">The pattern; empty matches every subject.</param>
    public SubjectPattern(string text)
    {
        _text = text;
        _isGlob = text.Contains('*', StringComparison.Ordinal);
    }

    /// <summary>Whether a subject matches.</summary>
    public bool IsMatch(string subject)
    {
        if (_text.Length == 0)
        {
            return true;
        }

        if (_isGlob)
        {
            return IsGlobMatch(_text, subject);
        }

        int start = subject.Length - _text.Length;
        return start >= 0 && subject.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
            && (start == 0 || subject[start - 1] is '.' or '/');
    }

    // The position after the last star is enough to return to: linear but for the text between two stars.
    private static bool IsGlobMatch(string pattern, string subject)
    {
        int at = 0;
        int star = -1;
        int resumed = 0;
        for (int index = 0; index < subject.Length;)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                resumed = index;
            }
            else if (at < pattern.Length && char.ToUpperInvariant(pattern[at]) == char.ToUpperInvariant(subject[index]))
            {
                at++;
                index++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                index = ++resumed;
            }
            else
            {
                return false;
            }
        }

        return pattern.AsSpan(at).Trim('*').IsEmpty;
    }
}
