using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>
/// Writes an event and requests a snapshot, <c>--rounds</c> times, in a <c>--condition</c>. Prints how many of the
/// files contain the event, and how many contain the earlier event of another thread. Writes the last file to
/// <c>--file</c>.
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
        // Longer than a flush takes on an overloaded machine; otherwise the requested event would be evicted.
        FlightRecorderOptions options = new() { Period = TimeSpan.FromSeconds(6), MaxBytes = 64 << 20 };
        // With very many events of the runtime, a governor would step to a profile without the test's events.
        EventPipeOptions watched = new() { Profile = Watched, Governor = null };
        using FlightRecorder recorder = new(options, EventPipeSource.Self(watched));
        recorder.Start();
        using EventWriter writer = new();
        int requesterCount = 0;
        int writerCount = 0;
        byte[] last = [];
        for (int round = 1; round <= roundCount; round++)
        {
            writer.Write(round);
            Conditions.Throw(condition == "exceptions" ? 10 : 0);
            TestEvents.Log.Requested(round);
            last = Write(recorder, round);
            Seen seen = Seen.In(last);
            if (!seen.Has(TestEvents.RequestedId, round))
            {
                Console.WriteLine($"round {round} does not contain the requested event: {recorder.Health}");
                continue;
            }

            requesterCount++;
            writerCount += seen.Has(TestEvents.WrittenId, round) ? 1 : 0;
        }

        File.WriteAllBytes(arguments.Text("--file", "/dev/null"), last);
        return $"requesting thread {requesterCount} other thread {writerCount} of {roundCount} "
            + $"state {recorder.Health.State}";
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
