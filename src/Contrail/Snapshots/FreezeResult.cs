using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Snapshots;

/// <summary>A frozen ring, and how far the stream had come by then.</summary>
/// <param name="Ring">What was held; null if nothing has arrived.</param>
/// <param name="UpTo">How far the stream had come.</param>
/// <param name="Requested">The moment of the request, on the trace's clock.</param>
internal readonly record struct FreezeResult(FrozenRing? Ring, RequestCoverage UpTo, TraceTicks Requested);
