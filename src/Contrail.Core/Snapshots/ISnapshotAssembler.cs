using Contrail.Core.Ring;

namespace Contrail.Core.Snapshots;

/// <summary>The fourth task of a format: makes a valid file of a frozen ring.</summary>
internal interface ISnapshotAssembler
{
    /// <summary>
    /// Lays the file out. The snapshot owns the ring from here on. Safe to call from any thread, and for several rings
    /// at once.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was canceled; the caller still owns the ring.</exception>
    Snapshot Assemble(FrozenRing ring, SnapshotFacts facts, CancellationToken cancellationToken = default);
}
