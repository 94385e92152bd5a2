using Contrail.Processes;

namespace Contrail.Tool.Files;

/// <summary>The file that a command makes of another one.</summary>
internal static class OutputFile
{
    /// <summary>Why a file of another kind is not written to.</summary>
    public const string Special = "it is a link, a pipe or a device, which a new file would replace; name another one";

    /// <summary>Why it cannot be written there; null if it can.</summary>
    public static string? WhyNot(string source, string target, bool force)
    {
        if (Directory.Exists(target))
        {
            return "this is a directory; name a file in it: -o NEW";
        }

        if (Resolved(source) == Resolved(target))
        {
            return "it is the file that is read; name another one: -o NEW";
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(target)) ?? "/";
        if (!Directory.Exists(folder))
        {
            return "its folder is not there; make it first: mkdir -p";
        }

        if (IsSpecial(target))
        {
            return Special;
        }

        return !force && Path.Exists(target) ? "it exists already; name another one, or replace it: --force" : null;
    }

    /// <summary>
    /// Whether something is there that a user does not want to be replaced by a file: what is written is renamed to its
    /// place when it is whole.
    /// </summary>
    public static bool IsSpecial(string path) =>
        SocketFile.Of(path) is { Kind: SocketFileKind.SymbolicLink or SocketFileKind.Other };

    private static string Resolved(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } final
            ? final.FullName
            : Path.GetFullPath(path);
}
