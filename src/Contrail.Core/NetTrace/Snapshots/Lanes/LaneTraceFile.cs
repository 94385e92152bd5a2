using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.NetTrace.Snapshots.Lanes;

/// <summary>
/// Makes a nettrace file of the lanes alone, for traces of other formats: the names of native code, the records region
/// by region, one for each generation of the ring, and the manifest. Stateless.
/// </summary>
internal sealed class LaneTraceFile : ILaneFile
{
    /// <summary>What a runtime declares that has no sampler; the period of the samples is in the manifest.</summary>
    private const int SamplingNanoseconds = 1_000_000;

    /// <inheritdoc/>
    public LaneFileParts Make(
        FrozenRing ring, SnapshotFacts facts, in LaneFileClock clock, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(facts);
        MetadataBlockBuilder metadata = new(rowIdLast: 0);
        EarlierFigures earlier = EarlierFigures.Of(ring, metadata);
        TraceObject trace = TraceOf(facts, clock, earlier.First ?? ring.FirstMoment);
        StackAddresses addresses = StackAddresses.CollectSamples(ring);
        NativeNames native = NativeLookup.Find(facts.NativeNames, addresses.OfSamples, cancellationToken);
        IReadOnlyList<NativeMapping> mappings =
            addresses.HasKernel ? [.. native.Mappings, NativeCodeEvents.Kernel] : native.Mappings;
        NetTraceWriter written = Lay(
            ring, trace, mappings, ManifestOf(ring, facts, trace, native), (metadata, earlier));
        return new LaneFileParts(written.Parts, native.LeftOutCount);
    }

    // The file begins with the window, or with figures from before it: readers show what is before their object's
    // moment at that moment. The object has milliseconds, and both clocks are more precise: the difference is taken
    // from both.
    private static TraceObject TraceOf(SnapshotFacts facts, in LaneFileClock clock, TraceTicks first)
    {
        TraceObject known = new(
            clock.Utc, clock.At, clock.TicksPerSecond, sizeof(ulong), facts.Process.Id, facts.Host.Processors,
            SamplingNanoseconds);
        DateTime utc = known.ToUtc(first);
        long over = utc.Ticks % TimeSpan.TicksPerMillisecond;
        long overTicks = (long)((Int128)over * clock.TicksPerSecond / TimeSpan.TicksPerSecond);
        return known with
        {
            Utc = utc.AddTicks(-over),
            SyncTicks = new TraceTicks(unchecked(first.Value - overTicks)),
        };
    }

    // What the trace lacks is in the manifest of the trace.
    private static SnapshotManifest ManifestOf(
        FrozenRing ring, SnapshotFacts facts, TraceObject trace, in NativeNames native)
    {
        double windowSeconds = (double)ring.End.Since(ring.Start) / trace.TicksPerSecond;
        List<Loss> losses = [.. ring.Lanes.SelectMany(lane => lane.Losses)];
        SnapshotManifest manifest = ManifestBuilder.Build(ring, losses, facts, trace.ToUtc, windowSeconds);
        return manifest with
        {
            HasOnlyLanes = true,
            Frames = 0,
            Events = manifest.Lanes.Sum(lane => lane.Records),
            Symbols = facts.Symbols with { NativeLeftOut = native.LeftOutCount },
        };
    }

    private static NetTraceWriter Lay(
        FrozenRing ring, TraceObject trace, IReadOnlyList<NativeMapping> native, SnapshotManifest manifest,
        (MetadataBlockBuilder Metadata, EarlierFigures Earlier) first)
    {
        TraceTicks start = ring.FirstMoment;
        (MetadataBlockBuilder metadata, EarlierFigures earlier) = first;
        EventBlockBuilder own = new(OwnEvents.CaptureThreadId);
        LaneLayout lanes = new(ring, metadata);
        List<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> body =
        [
            .. earlier.Frames, (NetTraceFrameKind.SequencePoint, SequencePoint.Build(start, [])),
        ];
        foreach ((OwnEvent kind, byte[] payload) in NativeCodeEvents.Of(native))
        {
            own.Add(metadata.OwnId(kind), 0, start, payload);
        }

        body.AddRange(own.TakeBlocks().Select(block => (NetTraceFrameKind.Events, block)));
        foreach (TraceTicks end in RegionEnds(ring))
        {
            body.AddRange(lanes.TakeUntil(end));
            body.Add((NetTraceFrameKind.SequencePoint, SequencePoint.Build(end, [])));
        }

        body.AddRange(lanes.TakeUntil(new TraceTicks(long.MaxValue)));
        body.Add((NetTraceFrameKind.SequencePoint, SequencePoint.Build(ring.End, [])));
        AddEnd(own, metadata, ring.End, manifest);
        body.AddRange(own.TakeBlocks().Select(block => (NetTraceFrameKind.Events, block)));
        return Write(trace, metadata, body, earlier.First ?? start);
    }

    private static void AddEnd(
        EventBlockBuilder own, MetadataBlockBuilder metadata, TraceTicks end, SnapshotManifest manifest)
    {
        own.Add(metadata.OwnId(OwnEvents.ProcessInfo), 0, end, OwnEvents.ProcessInfoPayload(manifest.Process));
        foreach (byte[] part in OwnEvents.ManifestPayloads(SnapshotManifestJson.Write(manifest)))
        {
            own.Add(metadata.OwnId(OwnEvents.Manifest), 0, end, part);
        }
    }

    private static NetTraceWriter Write(
        TraceObject trace, MetadataBlockBuilder metadata,
        IReadOnlyList<(NetTraceFrameKind Kind, ReadOnlyMemory<byte> Payload)> body, TraceTicks begin)
    {
        NetTraceWriter writer = new();
        writer.Begin(trace);
        foreach (byte[] block in metadata.Build(begin))
        {
            writer.Block(NetTraceFrameKind.Metadata, block);
        }

        foreach ((NetTraceFrameKind kind, ReadOnlyMemory<byte> payload) in body)
        {
            writer.Block(kind, payload);
        }

        writer.End();
        return writer;
    }

    // Readers hold a region in memory, and a window can be hours.
    private static IEnumerable<TraceTicks> RegionEnds(FrozenRing ring) => ring.GenerationsOldestFirst.Skip(1)
        .Select(generation => generation.Source.Cut).Where(cut => cut > ring.Start && cut < ring.End).Order();
}
