using Contrail.Analysis.Model;

namespace Contrail.Tool.Text;

/// <summary>Reports where the machine's side of a recording is, if that is a file of its own.</summary>
internal static class LaneFileText
{
    private const string Side = "The machine's side (CPU samples, figures of the operating system) is in";

    /// <summary>A line with the command that reads it; null if there is no such file.</summary>
    /// <param name="file">What is known of the trace.</param>
    /// <param name="command">The command of contrail that is running.</param>
    public static string? Hint(FileDescription file, string command) =>
        file.LaneSuffix == SnapshotCompanion.LanesSuffix
            ? $"{Side} the file next to it: contrail {command} FILE{SnapshotCompanion.LanesSuffix}"
            : null;

    /// <summary>A line with the file.</summary>
    /// <param name="path">Where it is.</param>
    public static string In(string path) => $"{Side} another file: {path}";
}
