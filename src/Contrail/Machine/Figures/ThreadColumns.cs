using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Machine.Figures;

/// <summary>The columns of the process that are made of its threads.</summary>
internal static class ThreadColumns
{
    private static readonly int Running = FigureTable.Target.IndexOf("ThreadsRunning");
    private static readonly int Sleeping = FigureTable.Target.IndexOf("ThreadsSleeping");
    private static readonly int Blocked = FigureTable.Target.IndexOf("ThreadsBlocked");
    private static readonly int Stopped = FigureTable.Target.IndexOf("ThreadsStopped");

    /// <summary>The column of the time that they waited for a processor.</summary>
    public static int RunQueueDelay { get; } = FigureTable.Target.IndexOf("RunQueueDelay");

    /// <summary>The column of how often a processor was given to them.</summary>
    public static int RunCount { get; } = FigureTable.Target.IndexOf("RunCount");

    /// <summary>The column of how many there are.</summary>
    public static int Threads { get; } = FigureTable.Target.IndexOf("Threads");

    /// <summary>Sets the columns of all states to zero.</summary>
    public static void ClearStates(Span<long> values) =>
        values[Running] = values[Sleeping] = values[Blocked] = values[Stopped] = 0;

    /// <summary>The column of a state; null for one that is not counted, such as the one of an ended thread.</summary>
    /// <param name="letter">The scheduler's letter.</param>
    public static int? OfState(byte letter) => letter switch
    {
        (byte)'R' => Running,
        (byte)'S' or (byte)'I' => Sleeping,
        (byte)'D' => Blocked,
        (byte)'T' or (byte)'t' => Stopped,
        _ => null,
    };
}
