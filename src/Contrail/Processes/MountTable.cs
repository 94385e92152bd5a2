namespace Contrail.Processes;

/// <summary>The file systems that a process sees, by its <c>/proc/{pid}/mountinfo</c>.</summary>
internal readonly struct MountTable
{
    private const int MountPointIndex = 4;
    private const int OptionsIndex = 5;

    /// <summary>Containers have some hundred.</summary>
    private const int MaxLines = 1 << 16;

    private readonly string _untrusted;

    public MountTable(string untrusted) => _untrusted = untrusted;

    /// <summary>Whether the mount is read-only for every user; false if that is unknown.</summary>
    public bool IsReadOnly(string absolutePath) => OptionsOf(absolutePath).Contains("ro");

    /// <summary>How much of other users' processes <c>/proc</c> hides: such as <c>2</c>; null when nothing.</summary>
    public string? Hidepid() =>
        OptionsOf("/proc")
            .Where(option => option.StartsWith("hidepid=", StringComparison.Ordinal))
            .Select(option => option["hidepid=".Length..])
            .FirstOrDefault(value => value is not ("0" or "off"));

    // The deepest mount counts, and of several at one place the last.
    private string[] OptionsOf(string absolutePath)
    {
        string deepest = "";
        string[] options = [];
        foreach (string line in (_untrusted ?? "").Split('\n').Take(MaxLines))
        {
            string[] fields = line.Split(' ');
            if (fields.Length <= OptionsIndex)
            {
                continue;
            }

            string mountPoint = fields[MountPointIndex].Replace("\\040", " ", StringComparison.Ordinal);
            if (mountPoint.Length >= deepest.Length && IsWithin(absolutePath, mountPoint))
            {
                deepest = mountPoint;

                // The last field has the options of the file system itself, among them those of proc.
                options = [.. fields[OptionsIndex].Split(','), .. fields[^1].Split(',')];
            }
        }

        return options;
    }

    private static bool IsWithin(string path, string folder) =>
        folder == "/"
        || path == folder
        || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
