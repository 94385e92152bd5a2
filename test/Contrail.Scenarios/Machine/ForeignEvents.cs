using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.Machine;

/// <summary>The kernel's performance events that another process has open.</summary>
internal static class ForeignEvents
{
    private const string Name = "anon_inode:[perf_event]";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until a recorder has events of a burst open.</summary>
    public static async Task WaitForBurstAsync(this ContrailProcess contrail)
    {
        using CancellationTokenSource deadline = new(Patience);
        while (!HasEvents(contrail.Id))
        {
            Assert.False(deadline.IsCancellationRequested, contrail.Describe("No burst was taken"));
            await Task.Delay(LookEvery, CancellationToken.None);
        }
    }

    private static bool HasEvents(int pid) => Directory.EnumerateFileSystemEntries($"/proc/{pid}/fd")
        .Any(path => LinkOf(path) == Name);

    // Null for one that was closed meanwhile.
    private static string? LinkOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
