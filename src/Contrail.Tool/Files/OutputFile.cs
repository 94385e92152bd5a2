using Contrail.Processes;

namespace Contrail.Tool.Files;

/// <summary>Checks the output file of a command.</summary>
internal static class OutputFile
{
    /// <summary>The reason for refusing a file that is not a regular one.</summary>
    public const string Special =
        "it is a link, a pipe or a device, which a new file would replace; choose another path";

    /// <summary>Returns why the file cannot be written, or null if it can.</summary>
    public static string? WhyNot(string source, string target, bool force)
    {
        if (target.Length == 0)
        {
            return "the path is empty; specify a file: -o NEW";
        }

        if (Directory.Exists(target))
        {
            return "this is a directory; specify a file in it: -o NEW";
        }

        if (Resolved(source) == Resolved(target))
        {
            return "it is the input file; choose another path: -o NEW";
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(target)) ?? "/";
        if (!Directory.Exists(folder))
        {
            return "its folder does not exist; create it with mkdir -p";
        }

        if (IsSpecial(target))
        {
            return Special;
        }

        return !force && Path.Exists(target)
            ? "it already exists; choose another path, or overwrite it with --force"
            : null;
    }

    /// <summary>
    /// Whether the path is something that must not be replaced by a regular file: output is renamed into place when it
    /// is complete.
    /// </summary>
    public static bool IsSpecial(string path) =>
        SocketFile.Of(path) is { Kind: SocketFileKind.SymbolicLink or SocketFileKind.Other };

    /// <summary>The full path of a file, after its links; empty for an empty one.</summary>
    public static string Resolved(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } final
            ? final.FullName
            : path.Length == 0 ? "" : Path.GetFullPath(path);
}
