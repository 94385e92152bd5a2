namespace Contrail.Sources.Doctor;

/// <summary>Looks at a folder as a process sees it.</summary>
internal static class FolderSight
{
    public static FolderState Of(ProcDirectory proc, int pid, string absolutePath, uint uid)
    {
        try
        {
            string seen = proc.InRootOf(pid, absolutePath);
            if (!Directory.Exists(proc.InRootOf(pid, "/")))
            {
                return FolderState.Unknown;
            }

            return !Directory.Exists(seen) ? FolderState.Missing
                : proc.Mounts(pid).IsReadOnly(absolutePath) ? FolderState.ReadOnly
                : uid != 0 && !IsForEverybody(seen) ? FolderState.Restricted
                : FolderState.Usable;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return FolderState.Unknown;
        }
    }

    private static bool IsForEverybody(string folder) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite);

    /// <summary>A folder, however it was written.</summary>
    public static string WithoutSlash(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
