using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Snapshots;

/// <summary>A frozen ring, and the position of the stream at that moment.</summary>
/// <param name="Ring">The ring; null if nothing has arrived.</param>
/// <param name="UpTo">The position of the stream.</param>
/// <param name="Requested">The moment of the request, on the trace's clock.</param>
internal readonly record struct FreezeResult(FrozenRing? Ring, RequestCoverage UpTo, TraceTicks Requested)
{
    /// <summary>How long the source was waited for, without reading what the machine shows.</summary>
    public required TimeSpan Waited { get; init; }
}
