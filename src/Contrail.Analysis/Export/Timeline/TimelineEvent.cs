using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Timeline;

/// <summary>Something on a row of a timeline.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Range">When; without duration for what happens at a moment.</param>
internal readonly record struct TimelineEvent(string Name, TimeRange Range)
{
    /// <summary>Whether it happens at a moment.</summary>
    public bool IsMoment { get; init; }

    /// <summary>Where in the code; none if unknown.</summary>
    public StackId Stack { get; init; }

    /// <summary>Further facts with their names; those without a value are omitted.</summary>
    public IReadOnlyList<(string Name, string Value)> Details { get; init; } = [];

    /// <summary>What it leads to: later events with the same number; 0 for nothing.</summary>
    public ulong FlowId { get; init; }

    /// <summary>What led to it: an earlier event with this number; 0 for nothing.</summary>
    public ulong CauseId { get; init; }

    /// <summary>Something that happens at a moment.</summary>
    public static TimelineEvent At(string name, TraceTime time) =>
        new(name, new TimeRange(time, time, false, false)) { IsMoment = true };
}
