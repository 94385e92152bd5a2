using Contrail.Analysis.Model;

namespace Contrail.Analysis.NetTrace.Async;

/// <summary>A wait that has ended, until its stack has been read.</summary>
/// <param name="Context">The context that waited.</param>
/// <param name="Range">When.</param>
/// <param name="Awaited">The operation whose end resumed it; null for none, or unknown.</param>
internal sealed record EndedWait(AsyncContext Context, TimeRange Range, OpenOperation? Awaited);
