using Contrail.Core.Formats;

namespace Contrail.Core.Ring;

/// <summary>The ring as it was at one moment, pinned until it is disposed. Safe to read from any thread.</summary>
internal sealed class FrozenRing : IDisposable
{
    private readonly IReadOnlyList<Loss> _besideLosses;
    private readonly long _ticksPerSecond;

    internal FrozenRing(
        IReadOnlyList<FrozenGeneration> generationsOldestFirst,
        FrozenState carry,
        TraceTicks end,
        IReadOnlyList<Loss> besideLosses,
        RecordingStatus status,
        long ticksPerSecond)
    {
        GenerationsOldestFirst = generationsOldestFirst;
        Carry = carry;
        End = end;
        Status = status;
        _besideLosses = besideLosses;
        _ticksPerSecond = ticksPerSecond;
        Losses =
        [
            .. generationsOldestFirst.SelectMany(generation => generation.Source.Losses),
            .. besideLosses,
            .. carry.LossesIn([.. generationsOldestFirst.Select(generation => generation.Source.Carry)], Start, end),
        ];
    }

    /// <summary>The generations, oldest first; at least one.</summary>
    public IReadOnlyList<FrozenGeneration> GenerationsOldestFirst { get; }

    /// <summary>
    /// Generations of earlier runs that are still held, oldest first: no file can have them and these.
    /// </summary>
    public IReadOnlyList<FrozenGeneration> EarlierOldestFirst { get; init; } = [];

    /// <summary>
    /// What came of the generation in which a stream broke off; in no trace, but the last that is known.
    /// </summary>
    public FrozenGeneration? Tail { get; init; }

    /// <summary>Whether it begins where the recording began: nothing older has been given up.</summary>
    public bool IsFromStart { get; init; } = true;

    /// <summary>The moment of the freeze.</summary>
    public TraceTicks End { get; }

    /// <summary>Where whole history begins.</summary>
    public TraceTicks Start => GenerationsOldestFirst[0].Source.Cut;

    /// <summary>
    /// The earliest moment in it: not after <see cref="Start"/>, because threads are flushed one after the other and
    /// the oldest blocks reach back a little further than history is whole.
    /// </summary>
    public TraceTicks FirstMoment => GenerationsOldestFirst
        .Select(generation => generation.Source.Carry.Span?.First ?? Start)
        .Append(Start)
        .Min();

    /// <summary>What is missing between start and end, and of the recording as a whole.</summary>
    public IReadOnlyList<Loss> Losses { get; }

    /// <summary>Where the recording stood.</summary>
    public RecordingStatus Status { get; }

    /// <summary>What the format needs beside the generations.</summary>
    internal FrozenState Carry { get; }

    /// <summary>
    /// Gives the last part of it: what a ring of that age would hold, so that at least the age is covered if this one
    /// covers it. What is older is let go of, and this ring with it: only the result may be used from then on.
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
            [.. _besideLosses.Where(loss => IsWithin(loss, cuts[tooOldCount], retention))],
            Status,
            _ticksPerSecond)
        {
            IsFromStart = IsFromStart && tooOldCount == 0,
            EarlierOldestFirst = EarlierOldestFirst,
            Tail = Tail,
        };
        tooOld.ForEach(generation => generation.Dispose());
        return narrowed;
    }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        foreach (FrozenGeneration generation in GenerationsOldestFirst.Concat(EarlierOldestFirst))
        {
            generation.Dispose();
        }

        Tail?.Dispose();
    }

    // History that was given up is missing only if it would have been kept; other losses, where the window is.
    private bool IsWithin(in Loss loss, TraceTicks start, Retention retention) => loss.Reason == LossReason.Evicted
        ? End.Since(loss.To) < retention.AgeTicks
        : loss.To >= start;
}
