using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Formats the line above an answer: the process, and the window.</summary>
internal static class WindowText
{
    /// <summary>The line.</summary>
    public static string Of(TraceContext context, TraceExtent extent)
    {
        string process = context.File.Process is { Name.Length: > 0 } known
            ? $"{TerminalSanitizer.Clean(known.Name)}, pid {known.Id}; "
            : "";
        string window = NumberFormat.Seconds(extent.End.Nanoseconds / 1e9);
        return extent.ToUtc(TraceTime.Start) is { } start && extent.ToUtc(extent.End) is { } end
            ? $"{process}{window}, {TimeFormat.Day(start)} to {TimeFormat.Time(end)} UTC"
            : $"{process}{window}";
    }
}
