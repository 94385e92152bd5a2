namespace Contrail.Target;

/// <summary>A thread that never waits, and says at the end when it was held up all the same.</summary>
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
