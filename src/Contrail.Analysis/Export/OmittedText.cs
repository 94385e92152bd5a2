namespace Contrail.Analysis.Export;

/// <summary>What an output does not contain, in sentences; none where nothing is missing.</summary>
internal static class OmittedText
{
    /// <summary>Samples that the views do not count either.</summary>
    public static IEnumerable<string> Samples(long count)
    {
        if (count > 0)
        {
            yield return $"{count} samples are left out: those of threads that used a processor count alone, or else "
                + "those in managed code.";
        }
    }

    /// <summary>Records whose stack was left out.</summary>
    public static IEnumerable<string> Stacks(long count)
    {
        if (count > 0)
        {
            yield return $"{count} records have no stack: there are too many different ones.";
        }
    }
}
