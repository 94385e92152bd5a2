using Contrail.Core.Snapshots;

namespace Contrail.Tool.Output;

/// <summary>Providers that sent nothing, in words.</summary>
internal static class ProviderWords
{
    /// <summary>More are counted; a certificate may list any number.</summary>
    private const int ShownMax = 5;

    private const int NameCharsMax = 60;
    private const int ReasonCharsMax = 100;

    /// <summary>"no events from Foo"; null if each sent some.</summary>
    public static string? Silent(Certificate certificate)
    {
        IReadOnlyList<string> silent = certificate.SilentProviders;
        if (silent.Count == 0)
        {
            return null;
        }

        string names = string.Join(", ", silent.Take(ShownMax).Select(name => FileWords.Clean(name, NameCharsMax)));
        string more = silent.Count > ShownMax ? $" and {Plain.Count(silent.Count - ShownMax)} more" : "";
        string because = certificate.SilentBecause is { } why
            ? FileWords.Clean(why, ReasonCharsMax)
            : "misspelt, not in the process, or without events so far";
        return $"no events from {names}{more} ({because})";
    }
}
