namespace Contrail.Analysis.Views;

/// <summary>Bounds texts that come from a file.</summary>
internal static class FileText
{
    /// <summary>More than texts for people have; a file may contain megabytes.</summary>
    public const int CharsMax = 1_000;

    public static string Shorten(string untrusted)
    {
        if (untrusted.Length <= CharsMax)
        {
            return untrusted;
        }

        // Half of a pair of surrogates would be no text any more.
        int end = char.IsHighSurrogate(untrusted[CharsMax - 2]) ? CharsMax - 2 : CharsMax - 1;
        return untrusted[..end] + "…";
    }

    /// <summary>A name, cut at its start where it is longer: names of one program differ at their ends.</summary>
    public static string ShortenName(string untrusted)
    {
        if (untrusted.Length <= CharsMax)
        {
            return untrusted;
        }

        int start = untrusted.Length - CharsMax + 1;
        return "…" + untrusted[(char.IsLowSurrogate(untrusted[start]) ? start + 1 : start)..];
    }
}
