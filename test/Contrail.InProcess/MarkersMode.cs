using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>
/// Writes an event and asks for a snapshot, <c>--rounds</c> times, in a <c>--condition</c>: says in how many of the
/// files the event was, and one of another thread that had been waited for. The last file goes to <c>--file</c>.
/// </summary>
internal static class MarkersMode
{
    private static readonly Profile Watched = Profile.Default.With(
        [new EventPipeProvider(TestEvents.Provider, 0, EventLevel.Verbose)]);

    public static string Run(Arguments arguments)
    {
        int roundCount = arguments.Count("--rounds", 10);
        string condition = arguments.Text("--condition", "quiet");
        Conditions.Begin(condition);
        // Longer than a flush may take on the busiest machine, or what is asked for would be too old to be kept.
        FlightRecorderOptions options = new() { Period = TimeSpan.FromSeconds(6), MaxBytes = 64 << 20 };
        // A governor would step to a profile without our events where there are very many of the runtime's.
        EventPipeOptions watched = new() { Profile = Watched, Governor = null };
        using FlightRecorder recorder = new(options, EventPipeSource.Self(watched));
        recorder.Start();
        using Teller teller = new();
        int askedCount = 0;
        int toldCount = 0;
        byte[] last = [];
        for (int round = 1; round <= roundCount; round++)
        {
            teller.Tell(round);
            Conditions.Throw(condition == "exceptions" ? 10 : 0);
            TestEvents.Log.Asked(round);
            last = Write(recorder, round);
            Seen seen = Seen.In(last);
            if (!seen.Has(TestEvents.AskedId, round))
            {
                Console.WriteLine($"round {round} has not what was asked for: {recorder.Health}");
                continue;
            }

            askedCount++;
            toldCount += seen.Has(TestEvents.ToldId, round) ? 1 : 0;
        }

        File.WriteAllBytes(arguments.Text("--file", "/dev/null"), last);
        return $"asked {askedCount} told {toldCount} of {roundCount} state {recorder.Health.State}";
    }

    // Each way of writing must do without the thread pool.
    private static byte[] Write(FlightRecorder recorder, int round)
    {
        using MemoryStream file = new();
        if (round % 4 == 0)
        {
            recorder.WriteToAsync(file).Wait();
        }
        else
        {
            recorder.WriteTo(file);
        }

        return file.ToArray();
    }
}
