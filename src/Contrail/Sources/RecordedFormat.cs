using Contrail.Core.Formats;
using Contrail.Core.Ring;

namespace Contrail.Sources;

/// <summary>What a recorder needs to create the ring of a source.</summary>
/// <param name="Format">The state of the format, for this recording only.</param>
/// <param name="MaxFrameBytes">Maximum size of a frame.</param>
internal sealed record RecordedFormat(ITraceFormat Format, int MaxFrameBytes)
{
    /// <summary>Which generations are kept; null to keep those of the period and the memory limit.</summary>
    public IRetentionPolicy? Policy { get; init; }

    /// <summary>Memory that the source holds in addition to the ring, which counts against the same limit.</summary>
    public Func<long> OtherBytes { get; init; } = () => 0;
}
