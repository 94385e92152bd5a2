using Contrail.Core.GoTrace.Wire;

namespace Contrail.Analysis.GoTrace.Reading;

/// <summary>A generation begins, or the trace ends.</summary>
internal readonly record struct GoSync
{
    /// <summary>Which of them it is, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The number of the generation that begins; null at the end of the trace.</summary>
    public required ulong? Generation { get; init; }

    /// <summary>When this was on other clocks; null before version 1.25, and at the end.</summary>
    public required GoClockSnapshot? Snapshot { get; init; }

    /// <summary>When the other clocks were read, on the trace's clock in nanoseconds.</summary>
    public required long SnapshotTime { get; init; }

    /// <summary>What experiments wrote in the generation, in addition to its events.</summary>
    public required IReadOnlyList<ExperimentalBatch> Experimental { get; init; }

    /// <summary>Reads it from an event of that kind.</summary>
    public static GoSync Of(in GoEvent goEvent)
    {
        GoClockSnapshot? snapshot = goEvent.Generation?.Clocks?.Snapshot;
        return new GoSync
        {
            Number = (int)goEvent.Number(0),
            Generation = goEvent.Generation?.Number,
            Snapshot = snapshot,
            SnapshotTime = snapshot is { } read
                ? goEvent.Generation!.Clock.ToNanoseconds(unchecked((ulong)read.At.Value))
                : 0,
            Experimental = goEvent.Generation?.Experimental ?? [],
        };
    }
}
