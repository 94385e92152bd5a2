using System.Diagnostics;

namespace Contrail.Target;

/// <summary>
/// Exceptions as fast as <c>--storm-threads</c> (2) can throw them, from <c>--storm-after</c> seconds (3) on, for
/// <c>--storm-for</c> seconds (5).
/// </summary>
internal static class StormMode
{
    public static void Run(TargetOptions options)
    {
        TimeSpan lasts = TimeSpan.FromSeconds(options.Number("storm-for", 5));
        if (Lifetime.Pause(TimeSpan.FromSeconds(options.Number("storm-after", 3))))
        {
            Console.WriteLine("storm");
            Crew.Run(options.Count("storm-threads", 2), "storm", _ => Throw(Stopwatch.StartNew(), lasts));
            Console.WriteLine("calm");
        }
    }

    private static void Throw(Stopwatch since, TimeSpan lasts)
    {
        while (Lifetime.Goes && since.Elapsed < lasts)
        {
            try
            {
                throw new InvalidOperationException("storm");
            }
            catch (InvalidOperationException)
            {
                // The next one follows at once.
            }
        }
    }
}
