using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes the events with which TraceEvent and its peers know samples of threads that used a processor, as recorders of
/// whole machines write them: https://github.com/microsoft/perfview, UniversalProviders.md.
/// </summary>
/// <param name="metadata">The file's metadata rows.</param>
internal sealed class CpuSampleBlocks(MetadataBlockBuilder metadata) : ILaneBlocks
{
    private const int FirstStackId = 1 << 27;
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>A sample counts for milliseconds. More than an hour is no processor time of one.</summary>
    private const long MaxWeightNanoseconds = 3_600_000 * NanosecondsPerMillisecond;

    // Readers have the payload's layout themselves: the format has no type for a number of variable size.
    private static readonly OwnEvent Sample =
        new(UniversalProvider.Events, 1, 1, UniversalProvider.CpuSample, 0, 4, []);

    private readonly StackedBlocks _blocks = new(OwnEvents.SampleCaptureThreadId, FirstStackId);
    private long _restNanoseconds;

    /// <inheritdoc/>
    public void Add(in LaneRecord record)
    {
        if (CpuSampleRecord.TryRead(record.Bytes.Span, out CpuSampleRecord sample, out _))
        {
            _blocks.Add(metadata.OwnId(Sample), record, sample, MillisecondsOf(sample.WeightNanoseconds));
        }
    }

    /// <inheritdoc/>
    public IEnumerable<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Take() => _blocks.Take();

    // Viewers show the value as milliseconds. What is less than one counts in the next sample: the sum is right.
    private ulong MillisecondsOf(long nanoseconds)
    {
        _restNanoseconds += Math.Clamp(nanoseconds, 0, MaxWeightNanoseconds);
        long milliseconds = _restNanoseconds / NanosecondsPerMillisecond;
        _restNanoseconds -= milliseconds * NanosecondsPerMillisecond;
        return (ulong)milliseconds;
    }
}
