using Contrail.Capture;
using Contrail.Core.Formats;
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
    /// <param name="onFrozen">
    /// Called when the snapshot is frozen: later events are not included. Returns the request.
    /// </param>
    /// <param name="requestedUtc">When it was requested, before all waits.</param>
    /// <param name="last">The length of the range, which ends at the request; null for everything.</param>
    /// <param name="cancellationToken">Cancels the waits, and the lookup of names.</param>
    /// <exception cref="InvalidOperationException">No event has arrived yet.</exception>
    public static Snapshot Take(
        Recording recording, Func<SnapshotRequest> onFrozen, DateTime requestedUtc, TimeSpan? last,
        CancellationToken cancellationToken)
    {
        DateTime endUtc = recording.Source.Time.GetUtcNow().UtcDateTime;
        FreezeResult frozen = FreezePoint.Freeze(recording.Source, cancellationToken);
        SnapshotRequest request = onFrozen();
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
            SnapshotFacts facts = FactsOf(recording, request, requestedUtc, frozen) with
            {
                EndUtc = endUtc,
                Period = period,
            };
            return recording.Source.Assembler.Assemble(
                ring, recording.Source.Describe(facts), cancellationToken);
        }
        catch
        {
            ring.Dispose();
            throw;
        }
    }

    private static SnapshotFacts FactsOf(
        Recording recording, SnapshotRequest request, DateTime requestedUtc, FreezeResult frozen)
    {
        RecordingCounts counts = recording.Source.Recording.Counts();
        return new SnapshotFacts
        {
            Describe = TraceFaultText.Of,
            Reason = request.Reason,
            Triggers =
            [
                .. request.Triggers.Select(one =>
                    (TraceTicks.OfNanoseconds(one.Nanoseconds, counts.TicksPerSecond), one.Trigger)),
            ],
            RequestedUtc = requestedUtc,
            FlushWait = frozen.Waited,
            RequestCoverage = frozen.UpTo,
            RequestedAt = frozen.Requested,
            End = recording.Source.End,
            Period = recording.Limits.Period,
            MaxBytes = recording.Limits.MaxBytes,
            HeldBytes = counts.HeldBytes,
        };
    }
}
