namespace Contrail.Analysis.Views.Machine;

/// <summary>Where the time of the window of a process went. Immutable.</summary>
/// <param name="Uses">One for each <see cref="TimeUse"/>, also the unknown ones.</param>
internal sealed record UsedTimes(IReadOnlyList<UsedTime> Uses)
{
    /// <summary>The quota of the control group in processors; null if there is none, or it is unknown.</summary>
    public double? Quota { get; init; }

    /// <summary>In which part of its periods the quota stopped the group; null if that is unknown.</summary>
    public double? ThrottledShare { get; init; }

    /// <summary>Number of processors that the process has; 0 if unknown.</summary>
    public int ProcessorCount { get; init; }

    /// <summary>Whether anything is known from the figures of the operating system.</summary>
    public bool HasFigures => Uses.Any(one => one.Source == TimeSource.Figures);

    /// <summary>One of the times.</summary>
    public UsedTime this[TimeUse use] => Uses.First(one => one.Use == use);
}
