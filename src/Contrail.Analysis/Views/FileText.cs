namespace Contrail.Analysis.Views;

/// <summary>Bounds texts that come from a file.</summary>
internal static class FileText
{
    /// <summary>Enough to tell messages apart; a file may hold megabytes.</summary>
    public const int CharsMax = 200;

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
}
