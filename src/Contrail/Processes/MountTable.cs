namespace Contrail.Processes;

/// <summary>The file systems that a process sees, by its <c>/proc/{pid}/mountinfo</c>.</summary>
internal readonly struct MountTable
{
    /// <summary>Containers have some hundred.</summary>
    private const int MaxLines = 1 << 16;

    private readonly string _untrusted;

    public MountTable(string untrusted) => _untrusted = untrusted;

    /// <summary>All of them, in the order in which they were mounted.</summary>
    public IEnumerable<Mount> Mounts =>
        (_untrusted ?? "").Split('\n').Take(MaxLines).Select(Mount.Parse).OfType<Mount>();

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
        foreach (Mount mount in Mounts)
        {
            if (mount.Path.Length >= deepest.Length && IsWithin(absolutePath, mount.Path))
            {
                deepest = mount.Path;

                // The options of proc are those of the file system itself.
                options = [.. mount.Options, .. mount.SystemOptions];
            }
        }

        return options;
    }

    private static bool IsWithin(string path, string folder) =>
        folder == "/"
        || path == folder
        || (path.StartsWith(folder, StringComparison.Ordinal) && path[folder.Length] == '/');
}
