using Contrail.Processes;

namespace Contrail.Agent.Keeping;

/// <summary>
/// Lists the snapshots of a folder in its index and deletes old ones. No failure is thrown: it is part of the outcome,
/// and lines that could not be written are written with the next ones. Thread-safe.
/// </summary>
internal sealed class SnapshotKeeper
{
    /// <summary>How long another process may have the index open. It needs milliseconds.</summary>
    private static readonly TimeSpan UsualPatience = TimeSpan.FromMilliseconds(500);

    /// <summary>Lines that wait for the index. The oldest are dropped, and their files are never deleted.</summary>
    private const int MaxPending = 1_000;

    private readonly Lock _lock = new();
    private readonly SnapshotFolder _folder;
    private readonly KeepingLimits _limits;
    private readonly TimeProvider _time;
    private readonly Func<string, FileSystemSpace?> _spaceOf;
    private readonly List<KeptSnapshot> _pending = [];

    /// <param name="folder">The folder of the snapshots.</param>
    /// <param name="limits">What is kept.</param>
    /// <param name="time">The clock for ages; null for that of the system.</param>
    /// <param name="spaceOf">Inspects the file system of a folder; null for the real one.</param>
    public SnapshotKeeper(
        string folder,
        KeepingLimits limits,
        TimeProvider? time = null,
        Func<string, FileSystemSpace?>? spaceOf = null)
    {
        _folder = new SnapshotFolder(Path.GetFullPath(folder), new ProcDirectory().OwnUid());
        _limits = limits;
        _time = time ?? TimeProvider.System;
        _spaceOf = spaceOf ?? FileSystemSpace.Of;
    }

    /// <summary>How long another process may have the index open.</summary>
    public TimeSpan Patience { get; init; } = UsualPatience;

    /// <summary>Whether <see cref="MakeRoom"/> can have an effect.</summary>
    public bool MayMakeRoom => _limits.MinFree is not null;

    /// <summary>
    /// Deletes old snapshots before one is written, if free space is missing. Only that limit applies here.
    /// </summary>
    public KeepingOutcome MakeRoom()
    {
        lock (_lock)
        {
            KeepingLimits free = new() { MinFree = _limits.MinFree };
            long missing = MissingBytes(out KeepingProblem problem);
            return missing > 0 ? Apply(free, missing) : new KeepingOutcome { Problems = problem };
        }
    }

    /// <summary>Lists a snapshot that was written, then deletes what is over the limits.</summary>
    public KeepingOutcome Keep(string location, SnapshotManifest manifest, SnapshotCause cause, string name)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        lock (_lock)
        {
            Add(location, manifest, cause, name);
            long missing = MissingBytes(out KeepingProblem problem);
            KeepingOutcome outcome = Apply(_limits, missing);
            return outcome with { Problems = outcome.Problems | problem };
        }
    }

    private static string Cut(string name) =>
        name.Length > IndexJson.MaxNameCharacters ? name[..IndexJson.MaxNameCharacters] : name;

    private void Add(string location, SnapshotManifest manifest, SnapshotCause cause, string name)
    {
        try
        {
            string file = Path.GetFileName(location);
            if (_folder.SizesOf(file) is { } sizes)
            {
                _pending.Add(new KeptSnapshot(
                    file, Cut(manifest.Process.Name), manifest.Process.Id, cause, Cut(name),
                    manifest.LastUtc ?? manifest.RequestedUtc, sizes.Trace, sizes.Companions, manifest.WindowSeconds));
            }
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The folder is not readable, which opening the index reports.
        }

        if (_pending.Count > MaxPending)
        {
            _pending.RemoveAt(0);
        }
    }

    private long MissingBytes(out KeepingProblem problem)
    {
        problem = KeepingProblem.None;
        if (_limits.MinFree is not { } minimum)
        {
            return 0;
        }

        if (_spaceOf(_folder.FullPath) is not { } space)
        {
            problem = KeepingProblem.FreeSpaceUnknown;
            return 0;
        }

        return minimum.On(space.TotalBytes) - space.FreeBytes;
    }

    private KeepingOutcome Apply(KeepingLimits limits, long missingBytes)
    {
        try
        {
            using SnapshotIndex? index = SnapshotIndex.TryOpen(
                _folder.FullPath, _folder.OwnUid, Patience, out KeepingProblem problem);
            if (index is null)
            {
                return new KeepingOutcome { Problems = problem };
            }

            KeepingPass pass = new(index, _folder, _pending);
            KeepingOutcome outcome = pass.Run(limits, _time.GetUtcNow().UtcDateTime, missingBytes);
            if (pass.AreAddedListed)
            {
                _pending.Clear();
            }

            return outcome;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new KeepingOutcome { Problems = KeepingProblem.IndexFailed, Detail = failure.Message };
        }
    }
}
