namespace Contrail.Tool.Text;

/// <summary>Reports the end of a recording whose trace does not contain it.</summary>
internal static class EndText
{
    private const int MaxChars = 300;

    /// <summary>How the recording broke off, what is missing, and what to do.</summary>
    /// <param name="manifest">The manifest next to the trace.</param>
    public static string BrokeOff(SnapshotManifest manifest)
    {
        string how = manifest.EndedHow is { Length: > 0 } known
            ? TerminalSanitizer.Clean(known, MaxChars).TrimEnd('.')
            : "how is not known";
        return $"WARNING: The recording broke off: {how}. Its last moments are not in the file: contrail info FILE "
            + "lists what is missing. Next: look at the standard error output of the service and at its exit code: 137 "
            + "is a kill from outside, such as for memory.";
    }
}
