namespace Contrail.EventPipe;

/// <summary>What a governor remembers from one decision to the next.</summary>
/// <param name="Level">How many steps it stands below the chosen profile.</param>
/// <param name="OverFor">For how long the load has been over its limits without a pause.</param>
/// <param name="CalmFor">For how long it has not.</param>
/// <param name="AtLevelFor">For how long it has stood here.</param>
/// <param name="Patience">How long it must be calm before it steps back.</param>
/// <param name="CameUp">Whether it stepped back to this level.</param>
internal readonly record struct GovernorMemory(
    int Level, TimeSpan OverFor, TimeSpan CalmFor, TimeSpan AtLevelFor, TimeSpan Patience, bool CameUp)
{
    /// <summary>For how long the runtime has not kept up at this level.</summary>
    public TimeSpan HarmfulFor { get; init; }

    public static GovernorMemory Fresh(GovernorOptions limits) =>
        new(0, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero, limits.CalmTime, CameUp: false);
}
