namespace Contrail.Agent.Keeping;

/// <summary>
/// Decides which snapshots of a folder are deleted: the oldest, as few as the limits require, and never the newest of a
/// process and a reason. Pure.
/// </summary>
internal static class KeepingPolicy
{
    /// <summary>Returns what is to be deleted.</summary>
    /// <param name="oldestFirst">
    /// The snapshots in the order in which they were written: a clock that steps back makes no snapshot older.
    /// </param>
    /// <param name="limits">The limits; free space is decided by <paramref name="missingBytes"/>.</param>
    /// <param name="nowUtc">The time, for ages.</param>
    /// <param name="missingBytes">How much free space is missing; 0 for none.</param>
    public static KeepingPlan Decide(
        IReadOnlyList<KeptSnapshot> oldestFirst, KeepingLimits limits, DateTime nowUtc, long missingBytes)
    {
        HashSet<KeptSnapshot> newest = NewestOfEach(oldestFirst);
        List<KeptSnapshot> deleted = [];
        long count = oldestFirst.Count;
        long bytes = oldestFirst.Sum(one => one.TotalBytes);
        long missing = missingBytes;
        bool isOldOneKept = false;
        foreach (KeptSnapshot one in oldestFirst)
        {
            bool isTooOld = limits.MaxAge is { } maxAge && nowUtc - one.Utc > maxAge;
            bool isDeleted = !newest.Contains(one)
                && (isTooOld || count > limits.MaxCount || bytes > limits.MaxBytes || missing > 0);
            if (isDeleted)
            {
                deleted.Add(one);
                count--;
                bytes -= one.TotalBytes;
                missing -= one.TotalBytes;
            }

            isOldOneKept |= isTooOld && !isDeleted;
        }

        return new KeepingPlan(
            deleted,
            When(count > limits.MaxCount, KeepingLimit.Count)
                | When(bytes > limits.MaxBytes, KeepingLimit.Bytes)
                | When(isOldOneKept, KeepingLimit.Age)
                | When(missing > 0, KeepingLimit.Free));
    }

    // By reference: two lines of an index can be equal.
    private static HashSet<KeptSnapshot> NewestOfEach(IReadOnlyList<KeptSnapshot> oldestFirst)
    {
        Dictionary<(string, SnapshotCause, string), KeptSnapshot> newest = [];
        foreach (KeptSnapshot one in oldestFirst)
        {
            newest[(one.Process, one.Reason, one.Name)] = one;
        }

        return new HashSet<KeptSnapshot>(newest.Values, ReferenceEqualityComparer.Instance);
    }

    private static KeepingLimit When(bool isExceeded, KeepingLimit limit) => isExceeded ? limit : KeepingLimit.None;
}
