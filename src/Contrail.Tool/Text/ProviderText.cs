
namespace Contrail.Tool.Text;

/// <summary>Lists the providers without events.</summary>
internal static class ProviderText
{
    /// <summary>Further providers are only counted, because a manifest may list any number.</summary>
    private const int MaxShown = 5;

    private const int MaxNameChars = 60;
    private const int MaxReasonChars = 100;

    /// <summary>Returns "no events from Foo", or null if each provider sent events.</summary>
    public static string? Silent(SnapshotManifest manifest)
    {
        IReadOnlyList<string> silent = manifest.SilentProviders;
        if (silent.Count == 0)
        {
            return null;
        }

        string names = string.Join(", ", silent.Take(MaxShown).Select(name =>
            TerminalSanitizer.Clean(name, MaxNameChars)));
        string more = silent.Count > MaxShown ? $" and {NumberFormat.Count(silent.Count - MaxShown)} more" : "";
        string because = manifest.SilentBecause is { } why
            ? TerminalSanitizer.Clean(why, MaxReasonChars)
            : "misspelled, not in the process, or without events so far";
        return $"no events from {names}{more} ({because})";
    }
}
