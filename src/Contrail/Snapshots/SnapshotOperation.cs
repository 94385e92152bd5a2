using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Snapshots;

/// <summary>
/// Takes one snapshot: waits for the flush, freezes, waits for the names, cuts to the requested range, lays out the
/// file.
/// </summary>
internal static class SnapshotOperation
{
    /// <param name="recording">The recording.</param>
    /// <param name="reason">The reason for the manifest.</param>
    /// <param name="last">The length of the range, which ends at the request; null for everything.</param>
    /// <param name="onFrozen">Called when the snapshot is frozen: later events are not included.</param>
    /// <param name="cancellationToken">Cancels the waits.</param>
    /// <exception cref="InvalidOperationException">No event has arrived yet.</exception>
    public static Snapshot Take(
        Recording recording, string reason, TimeSpan? last, Action? onFrozen, CancellationToken cancellationToken)
    {
        DateTime requestedUtc = recording.Source.Time.GetUtcNow().UtcDateTime;
        FreezeResult frozen = FreezePoint.Freeze(recording.Source, cancellationToken);
        onFrozen?.Invoke();
        FrozenRing ring = frozen.Ring
            ?? throw new InvalidOperationException("No data has arrived from the source yet. Try again later.");
        try
        {
            if (frozen.UpTo != RequestCoverage.TimedOut)
            {
                recording.Source.WaitForNames(cancellationToken);
            }

            // Data older than the period can be present or not: no request can include it.
            TimeSpan period = last < recording.Limits.Period ? last.Value : recording.Limits.Period;
            ring = period < recording.Limits.Period ? ring.Narrow(period) : ring;
            SnapshotFacts facts = recording.Source.Describe(new SnapshotFacts
            {
                Describe = TraceFaultText.Of,
                Reason = reason,
                RequestedUtc = requestedUtc,
                RequestCoverage = frozen.UpTo,
                RequestedAt = frozen.Requested,
                End = recording.Source.End,
                Period = period,
                MaxBytes = recording.Limits.MaxBytes,
                HeldBytes = recording.Source.Recording.Counts().HeldBytes,
            });
            return recording.Source.Assembler.Assemble(ring, facts);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }
}
