using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Reports where the machine's side of a recording is, if that is a file of its own.</summary>
internal static class LaneFileText
{
    /// <summary>A line with the command that reads it; null if there is no such file.</summary>
    /// <param name="file">What is known of the trace.</param>
    /// <param name="command">The command of contrail that is running.</param>
    public static string? Hint(FileDescription file, string command) =>
        file.LaneSuffix == SnapshotCompanion.LanesSuffix
            ? "The machine's side (CPU samples, figures of the operating system) is in the file next to it: "
                + $"contrail {command} FILE{SnapshotCompanion.LanesSuffix}"
            : null;
}
