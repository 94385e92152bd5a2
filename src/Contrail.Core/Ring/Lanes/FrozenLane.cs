using System.Buffers.Binary;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;

namespace Contrail.Core.Ring.Lanes;

/// <summary>A lane as it was at one moment, pinned until it is disposed. Safe to read from any thread.</summary>
internal sealed class FrozenLane : IDisposable
{
    private readonly StoredRun[] _runs;
    private readonly (TraceTicks Begin, TraceTicks End) _valid;

    internal FrozenLane(
        LaneKind kind, TraceTicks since, TraceTicks until, (TraceTicks Begin, TraceTicks End) valid, StoredRun[] runs,
        IReadOnlyList<Loss> losses)
    {
        Kind = kind;
        Since = since;
        Until = until;
        _valid = valid;
        _runs = runs;
        Losses = losses;
    }

    /// <summary>What its records are.</summary>
    public LaneKind Kind { get; }

    /// <summary>
    /// From when on it has records, if there was anything to record: since it began, or since the records that were
    /// evicted.
    /// </summary>
    public TraceTicks Since { get; }

    /// <summary>Until when all records are known to have been added. There can be later ones.</summary>
    public TraceTicks Until { get; }

    /// <summary>
    /// Where its own window begins, if its records are kept for another time than the events; null if it has none.
    /// </summary>
    public TraceTicks? OwnStart { get; init; }

    /// <summary>Why records are missing, in addition to losses; null if none are, as far as known.</summary>
    public string? IncompleteBecause { get; init; }

    /// <summary>What it lacks.</summary>
    public IReadOnlyList<Loss> Losses { get; }

    /// <summary>
    /// The records between two moments, both included, in the order in which they were added: those of several
    /// processors are not quite in the order of time.
    /// </summary>
    public IEnumerable<LaneRecord> Within(TraceTicks start, TraceTicks end) => _runs
        .SelectMany(run => run.Frames)
        .Select(frame => new LaneRecord(
            new TraceTicks(BinaryPrimitives.ReadInt64LittleEndian(frame.Bytes.Span)), frame.Bytes[sizeof(long)..]))
        .Where(record => record.At >= start && record.At <= end
            && record.At >= _valid.Begin && record.At <= _valid.End);

    /// <summary>The same records with some of the losses. Dispose only one of the two.</summary>
    public FrozenLane With(Func<Loss, bool> isIncluded) =>
        new(Kind, Since, Until, _valid, _runs, [.. Losses.Where(isIncluded)])
        {
            IncompleteBecause = IncompleteBecause,
            OwnStart = OwnStart,
        };

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        foreach (StoredRun run in _runs)
        {
            run.Release();
        }
    }
}
