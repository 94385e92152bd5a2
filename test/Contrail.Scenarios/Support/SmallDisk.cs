namespace Contrail.Scenarios.Support;

/// <summary>A disk that is soon full. Needs root.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private SmallDisk(string folder) => Folder = folder;

    /// <summary>Where it is mounted.</summary>
    public string Folder { get; }

    public static async Task<SmallDisk> MountAsync(int kibibytes)
    {
        string folder = Directory.CreateTempSubdirectory("contrail-disk-").FullName;
        Ended mounted = await Command.RunAsync(
            "mount", ["-t", "tmpfs", "-o", $"size={kibibytes}k", "tmpfs", folder], Patience);
        if (mounted.ExitCode != 0)
        {
            Directory.Delete(folder);
            throw new InvalidOperationException($"No disk could be mounted: {mounted.Errors}");
        }

        return new SmallDisk(folder);
    }

    public async ValueTask DisposeAsync()
    {
        Ended unmounted = await Command.RunAsync("umount", [Folder], Patience);
        if (unmounted.ExitCode != 0)
        {
            throw new InvalidOperationException($"The disk stays mounted: {unmounted.Errors}");
        }

        Directory.Delete(Folder);
    }
}
