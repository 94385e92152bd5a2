using System.Globalization;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>
/// Finds out which process writes a trace, from what has arrived of it: tries a limited number of times, ever more
/// slowly.
/// </summary>
internal static class GoProcessSearch
{
    /// <summary>
    /// The first generation is complete after about a second, and arrives late on a busy machine: these take a minute.
    /// </summary>
    public const int MaxTries = 15;

    private const double Slower = 1.5;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(8);

    /// <summary>Tries until it is known which process it is, or that it is none; a refusal has the reason.</summary>
    /// <param name="choose">Tries once; returns also why nothing is known yet.</param>
    /// <param name="time">The clock of the recorder.</param>
    /// <param name="cancel">Ends the search.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public static GoOwnerChoice Run(
        Func<(GoOwnerChoice Choice, string WhyUnknown)> choose, TimeProvider time, CancellationToken cancel)
    {
        long started = time.GetTimestamp();
        TimeSpan pause = FirstPause;
        for (int tryCount = 1; ; tryCount++)
        {
            cancel.ThrowIfCancellationRequested();
            (GoOwnerChoice choice, string whyUnknown) = choose();
            if (choice.Process is not null || choice.Refusal is not null)
            {
                return choice;
            }

            if (tryCount == MaxTries)
            {
                double seconds = time.GetElapsedTime(started).TotalSeconds;
                string tried = string.Create(
                    CultureInfo.InvariantCulture,
                    $"the search was abandoned after {MaxTries} tries in {seconds:0} s");
                return choice with { Refusal = new GoRefusal($"{whyUnknown}; {tried}") };
            }

            time.Pause(pause, cancel);
            pause = pause * Slower < MaxPause ? pause * Slower : MaxPause;
        }
    }
}
