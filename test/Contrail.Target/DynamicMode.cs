using Contrail.Target.Dynamic;

namespace Contrail.Target;

/// <summary>
/// Code that is loaded and unloaded, <c>--rate</c> rounds a second (20). Each round creates every kind, which writes an
/// event, and drops it; every tenth round collects it, so that its addresses are reused.
/// </summary>
internal static class DynamicMode
{
    private const int CollectEvery = 10;

    public static void Run(TargetOptions options)
    {
        Pacer pacer = new(options.Number("rate", 20));
        int round = 0;
        while (pacer.WaitForDue() is > 0 and long due)
        {
            for (; due > 0 && Lifetime.Goes; due--)
            {
                MarkAll(++round);
            }
        }
    }

    private static void MarkAll(int round)
    {
        EmittedMethods.Mark(round);
        CompiledExpressions.Mark(round);
        EmittedAssemblies.Mark(round);
        LoadedAssemblies.Mark(round);
        if (round % CollectEvery == 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
