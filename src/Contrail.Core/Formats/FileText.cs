namespace Contrail.Core.Formats;

/// <summary>Bounds texts from a file.</summary>
internal static class FileText
{
    /// <summary>More than texts for people have; a file may contain megabytes.</summary>
    public const int MaxChars = 1_000;

    public static string Shorten(string untrusted)
    {
        if (untrusted.Length <= MaxChars)
        {
            return untrusted;
        }

        // Half of a pair of surrogates would be no text any more.
        int end = char.IsHighSurrogate(untrusted[MaxChars - 2]) ? MaxChars - 2 : MaxChars - 1;
        return untrusted[..end] + "…";
    }

    /// <summary>A name, cut at its start where it is longer: names of one program differ at their ends.</summary>
    public static string ShortenName(string untrusted)
    {
        if (untrusted.Length <= MaxChars)
        {
            return untrusted;
        }

        int start = untrusted.Length - MaxChars + 1;
        return "…" + untrusted[(char.IsLowSurrogate(untrusted[start]) ? start + 1 : start)..];
    }
}
