namespace Contrail.Target;

/// <summary>A thread that never waits, and prints at the end when it was paused nevertheless.</summary>
internal static class SpinMode
{
    public static void Run(TargetOptions options)
    {
        Gaps gaps = new("spin");
        while (Lifetime.Goes)
        {
            gaps.Step();
        }

        gaps.Report();
    }
}
