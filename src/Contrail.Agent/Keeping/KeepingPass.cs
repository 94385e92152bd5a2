namespace Contrail.Agent.Keeping;

/// <summary>
/// Lists new snapshots in an open index, deletes what is over the limits, and removes the lines of deleted files. If a
/// step fails, that is reported, and the next ones are tried. For one use.
/// </summary>
/// <param name="index">The index.</param>
/// <param name="folder">The folder.</param>
/// <param name="added">The snapshots that the index does not list yet.</param>
internal sealed class KeepingPass(SnapshotIndex index, SnapshotFolder folder, IReadOnlyList<KeptSnapshot> added)
{
    private readonly IndexContent _content = index.Content;
    private KeepingOutcome _outcome = new() { Problems = index.Content.Problems };

    /// <summary>Whether the index lists the new snapshots now.</summary>
    public bool AreAddedListed { get; private set; }

    /// <summary>Runs the steps.</summary>
    public KeepingOutcome Run(KeepingLimits limits, DateTime nowUtc, long missingBytes)
    {
        AreAddedListed = added.Count == 0 || Try(KeepingProblem.IndexFailed, () => index.Append(added));
        List<KeptSnapshot> present =
        [
            .. _content.OldestFirst.ExceptBy(added.Select(one => one.File), one => one.File).Concat(added)
                .Where(folder.Has),
        ];
        bool isComplete = AreAddedListed && _content.Problems == KeepingProblem.None
            && present.Count == _content.OldestFirst.Count + added.Count;
        KeepingPlan plan = KeepingPolicy.Decide(present, limits, nowUtc, missingBytes);
        _outcome = _outcome with { Unmet = plan.Unmet };
        foreach (KeptSnapshot one in plan.Deleted)
        {
            isComplete &= !TryDelete(one, present);
        }

        if (!isComplete)
        {
            AreAddedListed |= Try(KeepingProblem.IndexFailed, () => index.Replace(present));
        }

        return _outcome;
    }

    private bool TryDelete(KeptSnapshot snapshot, List<KeptSnapshot> present)
    {
        if (!Try(KeepingProblem.NotDeleted, () => folder.Delete(snapshot)))
        {
            return false;
        }

        present.Remove(snapshot);
        _outcome = _outcome with
        {
            DeletedCount = _outcome.DeletedCount + 1,
            DeletedBytes = _outcome.DeletedBytes + snapshot.TotalBytes,
        };
        return true;
    }

    private bool Try(KeepingProblem problem, Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            _outcome = _outcome with { Problems = _outcome.Problems | problem, Detail = failure.Message };
            return false;
        }
    }
}
