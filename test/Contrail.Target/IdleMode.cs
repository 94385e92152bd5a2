namespace Contrail.Target;

/// <summary>Does nothing: what a recorder costs a process that sleeps.</summary>
internal static class IdleMode
{
    public static void Run(TargetOptions options) => Lifetime.Pause(Timeout.InfiniteTimeSpan);
}
