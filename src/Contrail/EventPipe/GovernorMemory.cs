namespace Contrail.EventPipe;

/// <summary>The state of a governor between two decisions.</summary>
/// <param name="Level">The number of steps below the chosen profile.</param>
/// <param name="OverFor">How long the load has been above its limits without interruption.</param>
/// <param name="CalmFor">How long the load has been below them.</param>
/// <param name="AtLevelFor">How long this level has been in use.</param>
/// <param name="Patience">How long the load must be below its limits before the governor steps back.</param>
/// <param name="SteppedUp">Whether it stepped back to this level.</param>
internal readonly record struct GovernorMemory(
    int Level, TimeSpan OverFor, TimeSpan CalmFor, TimeSpan AtLevelFor, TimeSpan Patience, bool SteppedUp)
{
    /// <summary>For how long the runtime has not kept up at this level.</summary>
    public TimeSpan HarmfulFor { get; init; }

    public static GovernorMemory Fresh(GovernorOptions limits) =>
        new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, limits.CalmTime, SteppedUp: false);
}
