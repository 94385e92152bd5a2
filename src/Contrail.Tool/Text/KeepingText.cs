using Contrail.Agent.Keeping;

namespace Contrail.Tool.Text;

/// <summary>Describes why a folder of snapshots is over its limits, or its index incomplete.</summary>
internal static class KeepingText
{
    private static readonly (KeepingLimit Limit, string Option)[] Options =
    [
        (KeepingLimit.Count, "--keep"),
        (KeepingLimit.Bytes, "--keep-bytes"),
        (KeepingLimit.Age, "--keep-age"),
        (KeepingLimit.Free, "--min-free"),
    ];

    /// <summary>One line for the limits, and one for each problem.</summary>
    /// <param name="unmet">The limits that are exceeded.</param>
    /// <param name="problems">The problems.</param>
    /// <param name="detail">The message of a failure of the file system; empty without one.</param>
    /// <param name="folder">The folder.</param>
    public static IEnumerable<string> Lines(
        KeepingLimit unmet, KeepingProblem problems, string detail, string folder)
    {
        if (unmet != KeepingLimit.None)
        {
            string options = string.Join(
                ", ", Options.Where(one => unmet.HasFlag(one.Limit)).Select(one => one.Option));
            yield return $"{folder} exceeds {options}: the newest snapshot of each process and reason is kept, and "
                + "files that the index does not list are not deleted.";
        }

        foreach (KeepingProblem problem in Enum.GetValues<KeepingProblem>())
        {
            if (problem != KeepingProblem.None && problems.HasFlag(problem))
            {
                yield return Sentence(problem, detail.TrimEnd('.'), folder);
            }
        }
    }

    private static string Sentence(KeepingProblem problem, string detail, string folder)
    {
        string index = Path.Combine(folder, SnapshotIndex.FileName);
        return problem switch
        {
            KeepingProblem.IndexInUse =>
                $"{index} is in use by another process: the snapshot is listed with the next one.",
            KeepingProblem.IndexFailed =>
                $"Cannot read or write {index}: {detail}. The snapshot is listed with the next one, if that succeeds.",
            KeepingProblem.ForeignIndex =>
                $"{index} is not a regular file of this user: no snapshot is listed or deleted. Remove the file, or "
                + "choose another folder with -o.",
            KeepingProblem.DamagedLines =>
                $"{index} had lines that do not describe a snapshot; they are removed.",
            KeepingProblem.IndexTooLong =>
                $"{index} was too long: its oldest lines are removed, and their files are kept.",
            KeepingProblem.NotDeleted => $"Cannot delete an old snapshot: {detail}.",
            KeepingProblem.FreeSpaceUnknown =>
                $"Cannot determine the free space of {folder}: --min-free has no effect.",
            _ => throw new ArgumentOutOfRangeException(nameof(problem)),
        };
    }
}
