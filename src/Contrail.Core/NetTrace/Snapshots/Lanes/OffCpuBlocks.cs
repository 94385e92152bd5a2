using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes the events with which TraceEvent and its peers know context switches: at the moment when a thread gets a
/// processor, with the time since it left one, in ticks of the trace's clock, and the stack where it left:
/// https://github.com/microsoft/perfview, UniversalProviders.md. That clock is in nanoseconds on Linux.
/// </summary>
/// <param name="metadata">The file's metadata rows.</param>
internal sealed class OffCpuBlocks(MetadataBlockBuilder metadata) : ILaneBlocks
{
    /// <summary>Other than those of samples, of which a region has fewer.</summary>
    private const int FirstStackId = 1 << 28;

    private static readonly OwnEvent Switch =
        new(UniversalProvider.Events, 2, 1, UniversalProvider.Switch, 0, 4, []);

    private readonly StackedBlocks _blocks = new(OwnEvents.OffCpuCaptureThreadId, FirstStackId);

    /// <inheritdoc/>
    public void Add(in LaneRecord record)
    {
        if (CpuSampleRecord.TryRead(record.Bytes.Span, out CpuSampleRecord blocked, out _))
        {
            _blocks.Add(metadata.OwnId(Switch), record, blocked, (ulong)Math.Max(0, blocked.WeightNanoseconds));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Take() => _blocks.Take();
}
