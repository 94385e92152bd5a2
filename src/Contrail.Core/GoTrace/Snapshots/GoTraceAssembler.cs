using System.Text;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;

namespace Contrail.Core.GoTrace.Snapshots;

/// <summary>
/// Makes Go traces of frozen rings: the header, and the generations of the newest run as they arrived. The manifest is
/// a file next to the trace, and so is the data that a trace cannot contain.
/// </summary>
internal sealed class GoTraceAssembler : ISnapshotAssembler
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
        SnapshotManifest manifest = ManifestBuilder.Build(ring, ring.Losses, facts, clock.ToUtc, windowSeconds) with
        {
            TraceBytes = sizeBytes,
            Format = StateOf(ring.GenerationsOldestFirst[0]).Version.ToString(),

            Events = null,

            // An end mark is not counted as a frame.
            Frames = ring.GenerationsOldestFirst.Sum(generation => (long)StateOf(generation).BatchCount),
        };
        return new Snapshot(ring, parts, sizeBytes, manifest)
        {
            Extension = ".trace",
            Companions = [.. Companions(ring, manifest)],
        };
    }

    private static IEnumerable<SnapshotCompanion> Companions(FrozenRing ring, SnapshotManifest manifest)
    {
        byte[] json = Encoding.UTF8.GetBytes(SnapshotManifestJson.Write(manifest));
        yield return new SnapshotCompanion(SnapshotCompanion.ManifestSuffix, [json]);
        IGrouping<long, FrozenGeneration>[] earlier =
            [.. ring.EarlierOldestFirst.GroupBy(generation => generation.Source.Run)];
        for (int index = 0; index < earlier.Length; index++)
        {
            yield return new SnapshotCompanion($".{index + 1}{SnapshotCompanion.EarlierSuffix}", Lay(earlier[index]));
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
