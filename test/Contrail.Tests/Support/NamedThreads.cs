namespace Contrail.Tests.Support;

/// <summary>The threads of this process by the names that the kernel has of them.</summary>
internal static class NamedThreads
{
    /// <summary>The kernel keeps 15 characters.</summary>
    private const int MaxNameLength = 15;

    /// <summary>The ids of the threads that have the name now.</summary>
    public static HashSet<string> Of(string name) => [.. Directory.GetDirectories("/proc/self/task").Where(
        directory => NameOf(directory) == name[..Math.Min(name.Length, MaxNameLength)])];

    private static string? NameOf(string directory)
    {
        try
        {
            return File.ReadAllText(Path.Combine(directory, "comm")).TrimEnd('\n');
        }
        catch (IOException)
        {
            // The thread has ended.
            return null;
        }
    }
}
