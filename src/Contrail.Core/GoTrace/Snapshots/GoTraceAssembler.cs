using System.Text;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.GoTrace.Snapshots;

/// <summary>
/// Makes Go traces of frozen rings: the header, and the generations of the newest run as they arrived. The manifest is
/// a file next to the trace, and so is the data that a trace cannot contain.
/// </summary>
/// <param name="laneFile">Makes a file of the lanes, which a Go trace cannot contain; null if there are none.</param>
internal sealed class GoTraceAssembler(ILaneFile? laneFile = null) : ISnapshotAssembler
{
    /// <inheritdoc/>
    public Snapshot Assemble(FrozenRing ring, SnapshotFacts facts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(facts);
        if (ring.Carry is not GoTraceFrozenState)
        {
            throw new ArgumentException("This ring holds another format than Go's.", nameof(ring));
        }

        GoTraceClock clock = GoTraceClock.Of(ring.GenerationsOldestFirst.Select(StateOf), ring.End, facts);
        double windowSeconds = clock.Seconds(ring.Start, ring.End);
        List<ReadOnlyMemory<byte>> parts = Lay(ring.GenerationsOldestFirst);
        long sizeBytes = parts.Sum(part => (long)part.Length);
        LaneFileParts? lanes = MakeLanes(ring, facts, clock, cancellationToken, out string? failure);
        List<Loss> losses = [.. ring.Losses, .. ring.Lanes.SelectMany(lane => lane.Losses)];
        SnapshotManifest manifest = ManifestBuilder.Build(ring, losses, facts, clock.ToUtc, windowSeconds) with
        {
            LaneFile = lanes is null ? null : SnapshotCompanion.LanesSuffix,
            LanesMissingBecause = failure ?? facts.LanesMissingBecause,
            Symbols = facts.Symbols with { NativeLeftOut = lanes?.LeftOutCount ?? 0 },
            TraceBytes = sizeBytes,
            Format = StateOf(ring.GenerationsOldestFirst[0]).Version.ToString(),

            Events = null,

            // An end mark is not counted as a frame.
            Frames = ring.GenerationsOldestFirst.Sum(generation => (long)StateOf(generation).BatchCount),
        };
        return new Snapshot(ring, parts, sizeBytes, manifest)
        {
            Extension = ".trace",
            Companions = [.. Companions(ring, manifest, lanes)],
            LanesFailure = failure,
        };
    }

    // The trace is worth more than the lanes: a failure costs them only.
    private LaneFileParts? MakeLanes(
        FrozenRing ring, SnapshotFacts facts, GoTraceClock clock, CancellationToken cancellationToken,
        out string? failedBecause)
    {
        failedBecause = null;
        if (laneFile is null || ring.Lanes.Count == 0)
        {
            return null;
        }

        try
        {
            return laneFile.Make(
                ring, facts, new LaneFileClock(clock.At, clock.Utc, clock.TicksPerSecond), cancellationToken);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failedBecause = $"the file of the lanes could not be made: {failure.GetType().Name}";
            return null;
        }
    }

    private static IEnumerable<SnapshotCompanion> Companions(
        FrozenRing ring, SnapshotManifest manifest, LaneFileParts? lanes)
    {
        byte[] json = Encoding.UTF8.GetBytes(SnapshotManifestJson.Write(manifest));
        yield return new SnapshotCompanion(SnapshotCompanion.ManifestSuffix, [json]);
        IGrouping<long, FrozenGeneration>[] earlier =
            [.. ring.EarlierOldestFirst.GroupBy(generation => generation.Source.Run)];
        for (int index = 0; index < earlier.Length; index++)
        {
            yield return new SnapshotCompanion($".{index + 1}{SnapshotCompanion.EarlierSuffix}", Lay(earlier[index]));
        }

        if (lanes is { } file)
        {
            yield return new SnapshotCompanion(SnapshotCompanion.LanesSuffix, file.Parts) { IsOptional = true };
        }

        if (ring.Tail is { } tail)
        {
            yield return new SnapshotCompanion(SnapshotCompanion.TornSuffix, Lay([tail]));
        }
    }

    private static List<ReadOnlyMemory<byte>> Lay(IEnumerable<FrozenGeneration> generations)
    {
        List<ReadOnlyMemory<byte>> parts = [];
        foreach (FrozenGeneration generation in generations)
        {
            if (parts.Count == 0)
            {
                parts.Add(StateOf(generation).Version.Header());
            }

            parts.AddRange(generation.Frames.Frames.Select(frame => frame.Bytes));
        }

        return parts;
    }

    private static GoTraceGenerationState StateOf(FrozenGeneration generation) =>
        (GoTraceGenerationState)generation.Source.Carry;
}
