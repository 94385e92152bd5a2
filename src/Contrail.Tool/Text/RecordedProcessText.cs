using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Formats which process a file is of.</summary>
internal static class RecordedProcessText
{
    private const string Endpoint = "/debug/pprof/";
    private const string GoEntry = "main.main";

    /// <summary>The process, as far as the file or its manifest contains it.</summary>
    /// <param name="context">What is known of the file.</param>
    /// <param name="manifest">The manifest next to a file that cannot contain one; null for none.</param>
    public static string Of(TraceContext context, SnapshotManifest? manifest)
    {
        if (context.File.Process is { Name.Length: > 0 } known)
        {
            return $"{TerminalSanitizer.Clean(known.Name)}, pid {known.Id}";
        }

        string[] parts = [.. new[] { AddressOf(manifest), EntryOf(context) }.Where(part => part.Length > 0)];
        return parts.Length == 0
            ? "unknown process"
            : $"{TerminalSanitizer.Clean(string.Join(", ", parts))}, pid {IdOf(manifest)}";
    }

    // The URL of a recorded service, or the name of another source.
    private static string AddressOf(SnapshotManifest? manifest)
    {
        string session = manifest?.Sessions is [var first, ..] ? first : "";
        int end = session.IndexOf(Endpoint, StringComparison.Ordinal);
        return end > 0 ? session[..end] : manifest?.Process.Name ?? "";
    }

    private static string IdOf(SnapshotManifest? manifest) =>
        manifest is { Process.Id: > 0 and var id } ? $"{id}" : "unknown";

    // A Go trace contains neither the path of the module nor the name of the executable.
    private static string EntryOf(TraceContext context) => context.HasGoroutines
        && context.Stacks.FileOf(GoEntry) is { Length: > 0 } file
            ? $"{GoEntry} in {file}"
            : "";
}
