using System.Diagnostics;

namespace Contrail.Target;

/// <summary>
/// At most <c>--storm-rate</c> exceptions a second (10,000) on each of <c>--storm-threads</c> (2), from
/// <c>--storm-after</c> seconds (3) on, for <c>--storm-for</c> seconds (5). The rate bounds what a recording must hold.
/// </summary>
internal static class StormMode
{
    public static void Run(TargetOptions options)
    {
        TimeSpan lasts = TimeSpan.FromSeconds(options.Number("storm-for", 5));
        if (Lifetime.Pause(TimeSpan.FromSeconds(options.Number("storm-after", 3))))
        {
            Console.WriteLine("storm");
            double rate = options.Number("storm-rate", 10_000);
            Crew.Run(options.Count("storm-threads", 2), "storm", _ => Throw(new Pacer(rate), lasts));
            Console.WriteLine("calm");
        }
    }

    private static void Throw(Pacer pacer, TimeSpan lasts)
    {
        Stopwatch since = Stopwatch.StartNew();
        while (since.Elapsed < lasts)
        {
            long due = pacer.WaitForDue();
            if (due == 0)
            {
                return;
            }

            for (long thrown = 0; thrown < due && since.Elapsed < lasts; thrown++)
            {
                ThrowAndCatch();
            }
        }
    }

    private static void ThrowAndCatch()
    {
        try
        {
            throw new InvalidOperationException("storm");
        }
        catch (InvalidOperationException)
        {
            // The next one follows when it is due.
        }
    }
}
