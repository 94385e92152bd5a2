using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Formats the line above an answer: the process, and the window.</summary>
internal static class WindowText
{
    /// <summary>The line.</summary>
    /// <param name="context">What is known of the file.</param>
    /// <param name="extent">The window.</param>
    public static string Of(TraceContext context, TraceExtent extent)
    {
        string process = RecordedProcessText.Of(context);
        string window = NumberFormat.Seconds(extent.End.Nanoseconds / 1e9);
        return extent.ToUtc(TraceTime.Start) is { } start && extent.ToUtc(extent.End) is { } end
            ? $"{process}; {window}, {TimeFormat.Day(start)} to {TimeFormat.Time(end)} UTC"
            : $"{process}; {window}";
    }
}
