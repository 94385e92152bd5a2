namespace Contrail.Core.Triggers;

/// <summary>
/// Selects subjects, without regard to case: <c>*</c> is any text; a pattern without it also matches the end of a
/// subject after a dot or slash, so that <c>TimeoutException</c> is <c>System.TimeoutException</c>. In a route, a
/// parameter such as <c>{id}</c> is any one segment: not all servers report routes, and a path has none. Immutable.
/// </summary>
internal sealed class SubjectPattern
{
    private readonly string _text;
    private readonly bool _isGlob;
    private readonly bool _isRoute;

    /// <param name="text">The pattern; empty matches every subject.</param>
    public SubjectPattern(string text)
    {
        _text = text;
        _isGlob = text.Contains('*', StringComparison.Ordinal);
        _isRoute = text.Contains('{', StringComparison.Ordinal) && text.Contains('/', StringComparison.Ordinal);
    }

    /// <summary>Whether a subject matches.</summary>
    public bool IsMatch(string subject)
    {
        if (_text.Length == 0)
        {
            return true;
        }

        if (_isRoute)
        {
            return IsRouteMatch(_text, subject);
        }

        if (_isGlob)
        {
            return IsGlobMatch(_text, subject);
        }

        int start = subject.Length - _text.Length;
        return start >= 0 && subject.EndsWith(_text, StringComparison.OrdinalIgnoreCase)
            && (start == 0 || subject[start - 1] is '.' or '/');
    }

    private static bool IsRouteMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> subject)
    {
        pattern = pattern.TrimStart('/');
        subject = subject.TrimStart('/');
        while (!pattern.IsEmpty && !subject.IsEmpty)
        {
            ReadOnlySpan<char> expected = TakeSegment(ref pattern);
            if (expected.StartsWith("{*"))
            {
                return true;
            }

            ReadOnlySpan<char> segment = TakeSegment(ref subject);
            bool isMatch = expected.StartsWith('{') ? !segment.IsEmpty : IsGlobMatch(expected, segment);
            if (!isMatch)
            {
                return false;
            }
        }

        return pattern.IsEmpty && subject.IsEmpty;
    }

    private static ReadOnlySpan<char> TakeSegment(ref ReadOnlySpan<char> path)
    {
        int end = path.IndexOf('/');
        ReadOnlySpan<char> segment = end < 0 ? path : path[..end];
        path = end < 0 ? default : path[(end + 1)..];
        return segment;
    }

    // The position after the last star is enough to return to: linear but for the text between two stars.
    private static bool IsGlobMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> subject)
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

        return pattern[at..].Trim('*').IsEmpty;
    }
}
