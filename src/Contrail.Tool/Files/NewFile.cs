namespace Contrail.Tool.Files;

/// <summary>The file that a command makes of another one.</summary>
internal static class NewFile
{
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

        return !force && Path.Exists(target) ? "it exists already; name another one, or replace it: --force" : null;
    }

    private static string Resolved(string path) =>
        File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } final
            ? final.FullName
            : Path.GetFullPath(path);
}
