using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Formats which process a file is of.</summary>
internal static class RecordedProcessText
{
    private const string Endpoint = "/debug/pprof/";
    private const string GoEntry = "main.main";

    /// <summary>The process, as far as the file or its manifest contains it.</summary>
    /// <param name="context">What is known of the file.</param>
    public static string Of(TraceContext context)
    {
        ProcessFacts? known = context.File.Process;
        string[] parts = context.HasGoroutines ? [AddressOf(context.File), EntryOf(context)] : [known?.Name ?? ""];
        parts = [.. parts.Where(part => part.Length > 0)];
        return parts.Length == 0
            ? "unknown process"
            : $"{TerminalSanitizer.Clean(string.Join(", ", parts))}, pid {IdOf(known)}";
    }

    // The URL of a recorded service, or the name of another source.
    private static string AddressOf(FileDescription file)
    {
        string session = file.Sessions is [var first, ..] ? first : "";
        int end = session.IndexOf(Endpoint, StringComparison.Ordinal);
        return end > 0 ? session[..end] : file.Process?.Name ?? "";
    }

    private static string IdOf(ProcessFacts? known) => known is { Id: > 0 and var id } ? $"{id}" : "unknown";

    // A Go trace contains neither the path of the module nor the name of the executable.
    private static string EntryOf(TraceContext context) =>
        context.Stacks.FileOf(GoEntry) is { Length: > 0 } file ? $"{GoEntry} in {file}" : "";
}
