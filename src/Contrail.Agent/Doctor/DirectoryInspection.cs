using Contrail.Processes;

namespace Contrail.Agent.Doctor;

/// <summary>Inspects a folder in the mount namespace of a process.</summary>
internal static class DirectoryInspection
{
    public static DirectoryState Of(ProcDirectory proc, int pid, string absolutePath, uint uid)
    {
        try
        {
            string seen = proc.InRootOf(pid, absolutePath);
            if (!Directory.Exists(proc.InRootOf(pid, "/")))
            {
                return DirectoryState.Unknown;
            }

            return !Directory.Exists(seen) ? DirectoryState.Missing
                : proc.Mounts(pid).IsReadOnly(absolutePath) ? DirectoryState.ReadOnly
                : uid != 0 && !IsOpenToAllUsers(seen) ? DirectoryState.Restricted
                : DirectoryState.Usable;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return DirectoryState.Unknown;
        }
    }

    private static bool IsOpenToAllUsers(string folder) =>
        OperatingSystem.IsWindows() || File.GetUnixFileMode(folder).HasFlag(UnixFileMode.OtherWrite);

    /// <summary>Normalizes the path of a folder.</summary>
    public static string WithoutSlash(string path) => path.Length > 1 ? path.TrimEnd('/') : path;
}
