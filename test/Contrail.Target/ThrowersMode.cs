namespace Contrail.Target;

/// <summary>
/// Many threads that write rarely, the dearest thing to record: <c>--throwers</c> (1000) threads, each of which throws
/// and catches an exception every <c>--every</c> milliseconds (500).
/// </summary>
internal static class ThrowersMode
{
    public static void Run(TargetOptions options)
    {
        TimeSpan every = TimeSpan.FromMilliseconds(options.Number("every", 500));
        int count = options.Count("throwers", 1000);
        Crew.Run(count, "thrower", index =>
        {
            // Not all at once.
            if (!Lifetime.Pause(every * ((double)index / count)))
            {
                return;
            }

            do
            {
                try
                {
                    throw new InvalidOperationException("rare");
                }
                catch (InvalidOperationException)
                {
                    // The next one follows after the pause.
                }
            }
            while (Lifetime.Pause(every));
        });
    }
}
