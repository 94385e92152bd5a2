using System.Text;

namespace Contrail.Machine.Figures;

/// <summary>
/// Reads the figures of a process's control groups: its own, and those above it that limit it. Not thread-safe.
/// </summary>
internal sealed class CgroupFigures : IDisposable
{
    /// <summary>Groups above are limited in two places at most, usually: the pod's and the user's.</summary>
    private const int MaxLevels = 4;

    /// <summary>Deeper nestings than this are not looked at; the kernel itself allows few by default.</summary>
    private const int MaxDepth = 64;

    private readonly RereadFile? _groups;
    private readonly Func<string> _readMounts;
    private readonly List<CgroupLevel> _levels = [];
    private byte[] _groupsText = [];

    /// <param name="groups">The <c>/proc/PID/cgroup</c>, which this closes; null if it cannot be read.</param>
    /// <param name="readMounts">Reads the <c>mountinfo</c> of this process.</param>
    public CgroupFigures(RereadFile? groups, Func<string> readMounts)
    {
        _groups = groups;
        _readMounts = readMounts;
    }

    /// <summary>Reads the figures, of other groups when the process was moved.</summary>
    public void Read(Span<byte> buffer, Span<long> values, IFigureSink sink)
    {
        ReadOnlySpan<byte> text = buffer[..(_groups?.Read(buffer) ?? 0)];
        if (!text.IsEmpty && !text.SequenceEqual(_groupsText))
        {
            _groupsText = text.ToArray();
            Open(buffer, values);
        }

        foreach (CgroupLevel level in _levels)
        {
            level.Read(buffer, values, sink);
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _groups?.Dispose();
        CloseLevels();
    }

    private void Open(Span<byte> buffer, Span<long> values)
    {
        CloseLevels();
        IReadOnlyList<CgroupLocation> locations =
            CgroupFinder.Find(Encoding.UTF8.GetString(_groupsText), _readMounts());
        for (int depth = 0; depth < MaxDepth && locations.Count > 0 && _levels.Count < MaxLevels; depth++)
        {
            CgroupLevel level = new(locations, depth);
            if (depth == 0 || level.IsLimited(buffer, values))
            {
                _levels.Add(level);
            }
            else
            {
                level.Dispose();
            }

            locations = [.. locations.Select(location => location.Parent).OfType<CgroupLocation>()];
        }
    }

    private void CloseLevels()
    {
        _levels.ForEach(level => level.Dispose());
        _levels.Clear();
    }
}
