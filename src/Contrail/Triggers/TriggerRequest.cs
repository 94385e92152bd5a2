using Contrail.Core.Triggers;
using Contrail.Snapshots;

namespace Contrail.Triggers;

/// <summary>Makes the request for the snapshot of rules that fired.</summary>
internal static class TriggerRequest
{
    /// <summary>More in one reason are counted.</summary>
    private const int MaxNamed = 4;

    /// <summary>The request of rules.</summary>
    public static SnapshotRequest Of(IReadOnlyList<PendingTrigger> fired)
    {
        string names = string.Join("; ", fired.Take(MaxNamed).Select(one => $"trigger {one.Firing.Rule.Name}"));
        return new SnapshotRequest(names + (fired.Count > MaxNamed ? $"; and {fired.Count - MaxNamed} more" : ""))
        {
            Triggers = [.. fired.Select(one => (one.Firing.Observation.Nanoseconds, one.ToManifest()))],
        };
    }
}
