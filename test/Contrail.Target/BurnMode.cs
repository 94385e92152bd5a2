namespace Contrail.Target;

/// <summary>Keeps <c>--threads</c> cores busy (all there are) and does nothing else.</summary>
internal static class BurnMode
{
    public static void Run(TargetOptions options) =>
        Crew.Run(options.Count("threads", Environment.ProcessorCount), "burn", _ => Burn());

    private static void Burn()
    {
        while (Lifetime.Goes)
        {
            Thread.SpinWait(1000);
        }
    }
}
