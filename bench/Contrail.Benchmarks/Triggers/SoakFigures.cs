using System.Globalization;

namespace Contrail.Benchmarks.Triggers;

/// <summary>What a recorder uses at a moment.</summary>
/// <param name="SnapshotCount">Snapshots so far.</param>
/// <param name="ResidentBytes">Memory of the process that is in use.</param>
/// <param name="ManagedBytes">Of it, on the managed heap after the latest collection.</param>
/// <param name="DescriptorCount">Open descriptors.</param>
/// <param name="FileCount">Files in the folder of the snapshots, with the index.</param>
/// <param name="FileBytes">Their size.</param>
internal sealed record SoakFigures(
    long SnapshotCount, long ResidentBytes, long ManagedBytes, int DescriptorCount, int FileCount, long FileBytes)
{
    /// <summary>The file that is being written, the index, and the one that replaces it.</summary>
    private const int MaxOpenFiles = 3;

    private const double SpareShare = 1.1;
    private const long SpareBytes = 8 << 20;

    /// <summary>The figures of this process now.</summary>
    public static SoakFigures Take(long snapshotCount, string folder)
    {
        GC.Collect();
        FileInfo[] files = new DirectoryInfo(folder).GetFiles();
        return new SoakFigures(
            snapshotCount, Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: true),
            Directory.GetFiles("/proc/self/fd").Length, files.Length,
            files.Sum(file => file.Exists ? file.Length : 0));
    }

    /// <summary>What has grown since an earlier moment; empty if nothing has.</summary>
    public IEnumerable<string> GrownSince(SoakFigures earlier) => new (string Name, bool IsMore)[]
    {
        ("memory", ResidentBytes > Math.Max(earlier.ResidentBytes * SpareShare, earlier.ResidentBytes + SpareBytes)),
        ("managed memory",
            ManagedBytes > Math.Max(earlier.ManagedBytes * SpareShare, earlier.ManagedBytes + SpareBytes)),
        ("descriptors", DescriptorCount > earlier.DescriptorCount + MaxOpenFiles),
        ("files", FileCount > earlier.FileCount + MaxOpenFiles),
        ("bytes of files", FileBytes > earlier.FileBytes * SpareShare),
    }.Where(one => one.IsMore).Select(one => one.Name);

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"| {SnapshotCount} | {ResidentBytes / 1048576.0:F1} | {ManagedBytes / 1048576.0:F1} | {DescriptorCount} "
        + $"| {FileCount} | {FileBytes / 1048576.0:F1} |");
}
