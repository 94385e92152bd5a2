using Contrail.Core.Formats;
using Contrail.Core.Generations;

namespace Contrail.Core.Ring;

/// <summary>The ring as it was at one moment, pinned until it is disposed. Safe to read from any thread.</summary>
public sealed class FrozenRing : IDisposable
{
    internal FrozenRing(
        IReadOnlyList<FrozenGeneration> generationsOldestFirst,
        FrozenCarry carry,
        TraceTicks end,
        IReadOnlyList<Loss> losses,
        RecordingStatus status)
    {
        GenerationsOldestFirst = generationsOldestFirst;
        Carry = carry;
        End = end;
        Losses = losses;
        Status = status;
    }

    /// <summary>The generations, oldest first; at least one.</summary>
    public IReadOnlyList<FrozenGeneration> GenerationsOldestFirst { get; }

    /// <summary>Generations of earlier runs that are still held, oldest first: no file can have them and these.</summary>
    public IReadOnlyList<FrozenGeneration> EarlierOldestFirst { get; init; } = [];

    /// <summary>What came of the generation in which a stream broke off; in no trace, but the last that is known.</summary>
    public FrozenGeneration? Tail { get; init; }

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
    internal FrozenCarry Carry { get; }

    /// <summary>Lets go of the memory.</summary>
    public void Dispose()
    {
        foreach (FrozenGeneration generation in GenerationsOldestFirst.Concat(EarlierOldestFirst))
        {
            generation.Dispose();
        }

        Tail?.Dispose();
    }
}
