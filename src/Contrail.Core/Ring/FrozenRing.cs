using System.Diagnostics;
using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.Ring;

/// <summary>The ring as it was at one moment, pinned until it is disposed. Safe to read from any thread.</summary>
internal sealed class FrozenRing : IDisposable
{
    private readonly IReadOnlyList<Loss> _recordingLosses;
    private readonly long _ticksPerSecond;

    internal FrozenRing(
        IReadOnlyList<FrozenGeneration> generationsOldestFirst,
        FrozenState carry,
        TraceTicks end,
        IReadOnlyList<Loss> recordingLosses,
        SourceState status,
        long ticksPerSecond)
    {
        Debug.Assert(generationsOldestFirst.Count > 0, "A frozen ring has at least one generation.");
        GenerationsOldestFirst = generationsOldestFirst;
        Carry = carry;
        End = end;
        Status = status;
        _recordingLosses = recordingLosses;
        _ticksPerSecond = ticksPerSecond;
        Losses =
        [
            .. generationsOldestFirst.SelectMany(generation => generation.Source.Losses),
            .. recordingLosses,
            .. carry.LossesIn([.. generationsOldestFirst.Select(generation => generation.Source.Carry)], Start, end),
        ];
    }

    /// <summary>The generations, oldest first; at least one.</summary>
    public IReadOnlyList<FrozenGeneration> GenerationsOldestFirst { get; }

    /// <summary>
    /// Generations of earlier runs that are still held, oldest first: a file cannot contain both these and the ring's.
    /// </summary>
    public IReadOnlyList<FrozenGeneration> EarlierOldestFirst { get; init; } = [];

    /// <summary>
    /// The received part of the generation in which a stream broke off; it is not part of a trace, but the latest known
    /// data.
    /// </summary>
    public FrozenGeneration? Tail { get; init; }

    /// <summary>The lanes: records about the process that were not in its stream.</summary>
    public IReadOnlyList<FrozenLane> Lanes { get; init; } = [];

    /// <summary>Whether it begins where the recording began: nothing older has been evicted.</summary>
    public bool IsFromStart { get; init; } = true;

    /// <summary>The moment of the freeze.</summary>
    public TraceTicks End { get; }

    /// <summary>Where complete history begins.</summary>
    public TraceTicks Start => GenerationsOldestFirst[0].Source.Cut;

    /// <summary>
    /// The earliest moment in it: not after <see cref="Start"/>, because threads are flushed one after the other and
    /// the oldest blocks reach back a little further than complete history.
    /// </summary>
    public TraceTicks FirstMoment => GenerationsOldestFirst
        .Select(generation => generation.Source.Carry.Span?.First ?? Start)
        .Append(Start)
        .Min();

    /// <summary>
    /// Where the records of a lane begin in a file: with the events, or earlier if they are kept longer.
    /// </summary>
    public TraceTicks StartOf(FrozenLane lane) =>
        lane.OwnStart is { } own && own < FirstMoment ? own : FirstMoment;

    /// <summary>The records of a lane in a file: up to the end of the window.</summary>
    public IEnumerable<LaneRecord> RecordsOf(FrozenLane lane) => lane.Within(StartOf(lane), End);

    /// <summary>What is missing between start and end, and from the recording as a whole.</summary>
    public IReadOnlyList<Loss> Losses { get; }

    /// <summary>The recording's status.</summary>
    public SourceState Status { get; }

    /// <summary>What the format needs in addition to the generations.</summary>
    internal FrozenState Carry { get; }

    /// <summary>
    /// Returns the last part of this ring: what a ring of that age would hold, so that the part covers at least the age
    /// if this ring covers it. Older generations are released and this ring with them: use only the result from then
    /// on. A lane with a window of its own keeps it.
    /// </summary>
    public FrozenRing Narrow(TimeSpan age)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.Zero);
        Retention retention = Retention.Of(age, _ticksPerSecond, long.MaxValue);
        TraceTicks[] cuts = [.. GenerationsOldestFirst.Select(generation => generation.Source.Cut)];
        int tooOldCount = retention.CountTooOld(cuts, End);
        List<FrozenGeneration> tooOld = [.. GenerationsOldestFirst.Take(tooOldCount)];
        FrozenRing narrowed = new(
            [.. GenerationsOldestFirst.Skip(tooOldCount)],
            Carry.After([.. tooOld.Select(generation => generation.Source.Carry)]),
            End,
            [.. _recordingLosses.Where(loss => IsWithin(loss, cuts[tooOldCount], retention))],
            Status,
            _ticksPerSecond)
        {
            IsFromStart = IsFromStart && tooOldCount == 0,
            EarlierOldestFirst = EarlierOldestFirst,
            Tail = Tail,
            Lanes =
            [
                .. Lanes.Select(lane => lane.With(loss =>
                    lane.OwnStart is not null || IsWithin(loss, cuts[tooOldCount], retention))),
            ],
        };
        tooOld.ForEach(generation => generation.Dispose());
        return narrowed;
    }

    /// <summary>Releases the memory.</summary>
    public void Dispose()
    {
        foreach (FrozenGeneration generation in GenerationsOldestFirst.Concat(EarlierOldestFirst))
        {
            generation.Dispose();
        }

        foreach (FrozenLane lane in Lanes)
        {
            lane.Dispose();
        }

        Tail?.Dispose();
    }

    // Evicted history is missing only if it would have been kept; other losses count where they are in the window.
    private bool IsWithin(in Loss loss, TraceTicks start, Retention retention) => loss.Reason == LossReason.Evicted
        ? End.Since(loss.To) < retention.AgeTicks
        : loss.To >= start;
}
