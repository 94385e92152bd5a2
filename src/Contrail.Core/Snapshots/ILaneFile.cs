using Contrail.Core.Ring;

namespace Contrail.Core.Snapshots;

/// <summary>Makes a file of the lanes of a ring whose own format cannot contain them.</summary>
internal interface ILaneFile
{
    /// <summary>Lays the file out. Safe to call from any thread, and for several rings at once.</summary>
    /// <param name="ring">The ring, which the caller owns.</param>
    /// <param name="facts">Facts from the recorder.</param>
    /// <param name="clock">The clock of the ring, which is that of the file too.</param>
    /// <param name="cancellationToken">Ends the lookup of names.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    LaneFileParts Make(
        FrozenRing ring, SnapshotFacts facts, in LaneFileClock clock, CancellationToken cancellationToken);
}
