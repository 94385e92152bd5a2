using System.Text;
using Contrail.Core.Formats.GoTrace;
using Contrail.Core.Generations;
using Contrail.Core.Ring;

namespace Contrail.Core.Snapshots.GoTrace;

/// <summary>
/// Makes Go traces of frozen rings: the header, and the generations of the newest run as they came. The certificate
/// stands beside the trace, and so does what no trace can have.
/// </summary>
public sealed class GoTraceAssembler : ISnapshotAssembler
{
    /// <inheritdoc/>
    public Snapshot Assemble(FrozenRing ring, SnapshotFacts facts)
    {
        ArgumentNullException.ThrowIfNull(ring);
        ArgumentNullException.ThrowIfNull(facts);
        if (ring.Carry is not GoTraceFrozenCarry)
        {
            throw new ArgumentException("This ring holds another format than Go's.", nameof(ring));
        }

        GoTraceClock clock = GoTraceClock.Of(ring.GenerationsOldestFirst.Select(CarryOf), ring.End, facts);
        double windowSeconds = clock.Seconds(ring.Start, ring.End);
        List<ReadOnlyMemory<byte>> parts = Lay(ring.GenerationsOldestFirst);
        long sizeBytes = parts.Sum(part => (long)part.Length);
        Certificate certificate = Certification.Certify(ring, ring.Losses, facts, clock.ToUtc, windowSeconds) with
        {
            TraceBytes = sizeBytes,
            Format = CarryOf(ring.GenerationsOldestFirst[0]).Version.ToString(),

            Events = null,

            // An end mark is no frame of its own to whoever counts.
            Frames = ring.GenerationsOldestFirst.Sum(generation => (long)CarryOf(generation).BatchCount),
        };
        return new Snapshot(ring, parts, sizeBytes, certificate)
        {
            Extension = ".trace",
            Companions = [.. Companions(ring, certificate)],
        };
    }

    private static IEnumerable<SnapshotCompanion> Companions(FrozenRing ring, Certificate certificate)
    {
        byte[] json = Encoding.UTF8.GetBytes(CertificateJson.Write(certificate));
        yield return new SnapshotCompanion(SnapshotCompanion.CertificateSuffix, [json]);
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
                parts.Add(CarryOf(generation).Version.Header());
            }

            parts.AddRange(generation.Frames.Frames.Select(frame => frame.Bytes));
        }

        return parts;
    }

    private static GoTraceGenerationCarry CarryOf(FrozenGeneration generation) =>
        (GoTraceGenerationCarry)generation.Source.Carry;
}
