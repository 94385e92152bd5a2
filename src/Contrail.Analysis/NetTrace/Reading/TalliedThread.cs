using Contrail.Core.Formats;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>What was counted of a thread. Not safe for concurrent use.</summary>
internal sealed class TalliedThread
{
    /// <summary>Number of its events.</summary>
    public long Count { get; set; }

    /// <summary>When it wrote the last one that shows that it ran; null for none.</summary>
    public TraceTicks? Last { get; private set; }

    /// <summary>Adds an event that shows that the thread ran.</summary>
    public void AddLast(TraceTicks at) => Last = Last is { } last && last > at ? last : at;
}
