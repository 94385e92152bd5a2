namespace Contrail.Machine.Bursts;

/// <summary>What a burst observes of the process that it records, to end with it. Thread-safe.</summary>
/// <param name="IsAlive">Whether the process is alive; it is called some times a second.</param>
/// <param name="WaitForEnd">
/// Waits at most for a time until the stream of the process has ended, and returns whether it has. Throws if it is
/// canceled.
/// </param>
internal sealed record BurstTarget(Func<bool> IsAlive, Func<TimeSpan, CancellationToken, bool> WaitForEnd);
