using System.Text;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>
/// The opened files of the groups of a process at one level: its own, or so many above. Not thread-safe.
/// </summary>
internal sealed class CgroupLevel : IDisposable
{
    private static readonly int LevelIndex = FigureTable.Cgroup.IndexOf("Level");

    private static readonly int[] LimitIndexes =
        [.. FigureTable.Cgroup.Columns.Where(column => column.Course == FigureCourse.Limit)
            .Select(column => FigureTable.Cgroup.IndexOf(column.Name))];

    private readonly FigureGroup _files = new(FigureTable.Cgroup);
    private readonly int _level;
    private readonly byte[] _path;

    /// <param name="locations">Where the groups are; several for version 1.</param>
    /// <param name="level">0 for the groups of the process itself.</param>
    public CgroupLevel(IReadOnlyList<CgroupLocation> locations, int level)
    {
        _level = level;
        string path = locations.Count == 0 ? "" : locations[0].GroupPath;
        _path = Encoding.UTF8.GetBytes(path.Length == 0 ? "/" : path);
        foreach (CgroupLocation location in locations)
        {
            using PinnedFolder? folder = PinnedFolder.Open(location.Path);
            _files.Open(location.Folder, folder);
        }
    }

    /// <summary>Reads the figures.</summary>
    public void Read(Span<byte> buffer, Span<long> values, IFigureSink sink)
    {
        ReadOnlySpan<long> read = Read(buffer, values);
        sink.Add(FigureTable.Cgroup, 0, _path, read);
    }

    /// <summary>Whether a limit is set for the group now.</summary>
    public bool IsLimited(Span<byte> buffer, Span<long> values)
    {
        ReadOnlySpan<long> read = Read(buffer, values);
        foreach (int index in LimitIndexes)
        {
            if (read[index] is not (FigureTable.Unknown or FigureTable.NoLimit))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose() => _files.Dispose();

    private Span<long> Read(Span<byte> buffer, Span<long> values)
    {
        Span<long> read = values[..FigureTable.Cgroup.Columns.Count];
        read.Fill(FigureTable.Unknown);
        read[LevelIndex] = _level;
        _files.Read(buffer, read);
        return read;
    }
}
