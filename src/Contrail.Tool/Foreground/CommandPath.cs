namespace Contrail.Tool.Foreground;

/// <summary>Finds a command as a shell does: by its path if it contains one, otherwise in the directories of PATH.
/// </summary>
internal static class CommandPath
{
    private const UnixFileMode Executable =
        UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Returns the file, or null and whether a file without execute permission was found.</summary>
    public static string? Find(string command, string? searchPath, out bool isNoProgram)
    {
        isNoProgram = false;
        IEnumerable<string> candidates = command.Contains('/')
            ? [command]
            : (searchPath ?? "").Split(':').Select(directory =>
                Path.Combine(directory.Length == 0 ? "." : directory, command));
        foreach (string candidate in candidates.Where(_ => command.Length > 0))
        {
            if (File.Exists(candidate) && IsExecutable(candidate))
            {
                return Path.GetFullPath(candidate);
            }

            isNoProgram |= Path.Exists(candidate);
        }

        return null;
    }

    private static bool IsExecutable(string path) =>
        OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & Executable) != 0;
}
