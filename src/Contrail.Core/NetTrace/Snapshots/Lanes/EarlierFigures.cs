using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// The figures of the operating system from before the window of a file, in regions of their own before it. Immutable.
/// </summary>
/// <remarks>
/// Their capture thread separates them from the window: its start is in the manifest, which is the last event of a file
/// and can be lost.
/// </remarks>
internal sealed class EarlierFigures
{
    /// <summary>Readers hold a region in memory until they have its order: about 10 minutes of figures.</summary>
    public const int MaxRegionRecords = 8_192;

    private EarlierFigures(TraceTicks? first, List<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> frames)
    {
        First = first;
        Frames = frames;
    }

    /// <summary>The moment of the first one; null if there is none.</summary>
    public TraceTicks? First { get; }

    /// <summary>
    /// Their blocks, with a sequence point between two regions. The caller ends the last region with one.
    /// </summary>
    public IReadOnlyList<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> Frames { get; }

    /// <summary>Makes the blocks.</summary>
    /// <param name="ring">The window, with its lanes.</param>
    /// <param name="metadata">The file's metadata rows, to which those of figures are added.</param>
    public static EarlierFigures Of(FrozenRing ring, MetadataBlockBuilder metadata)
    {
        FigureBlocks blocks = new(metadata, OwnEvents.EarlierFigureCaptureThreadId);
        List<(NetTraceFrameKind, ReadOnlyMemory<byte>)> frames = [];
        TraceTicks start = ring.FirstMoment;
        LaneRecord? previous = null;
        TraceTicks? first = null;
        int count = 0;
        foreach (LaneRecord record in ring.Lanes.Where(lane => lane is { Kind: LaneKind.Figures, OwnStart: not null })
            .SelectMany(ring.RecordsOf).Where(record => record.At < start).OrderBy(record => record.At))
        {
            // All figures of a reading have one moment, and are in one region.
            if (count >= MaxRegionRecords && record.At > previous!.Value.At)
            {
                frames.AddRange(blocks.Take());
                frames.Add((NetTraceFrameKind.SequencePoint, SequencePoint.Build(record.At, [])));
                count = 0;
            }

            blocks.Add(record);
            previous = record;
            first ??= record.At;
            count++;
        }

        frames.AddRange(blocks.Take());
        return new EarlierFigures(first, frames);
    }
}
