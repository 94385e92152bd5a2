using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>
/// Starts, takes a snapshot and stops, <c>--rounds</c> times on one recorder, while another thread makes event sources,
/// for which the runtime takes the lock that starts and stops take too.
/// </summary>
internal static class SourcesMode
{
    private static volatile bool _ending;

    public static string Run(Arguments arguments)
    {
        int madeCount = 0;
        Thread maker = new(() =>
        {
            while (!_ending)
            {
                // Each is the first of its name: the runtime creates a provider and enables it in all sessions.
                using EventSource source = new($"Contrail-InProcess-{++madeCount}");
                source.Write("made");
            }
        });
        maker.Start();
        using FlightRecorder recorder = new(new FlightRecorderOptions());
        int roundCount = arguments.Count("--rounds", 5);
        int wholeCount = 0;
        for (int round = 0; round < roundCount; round++)
        {
            recorder.Start();
            using MemoryStream file = new();
            recorder.WriteTo(file);
            recorder.Stop();
            Seen.In(file.ToArray());
            wholeCount++;
        }

        _ending = true;
        maker.Join();
        return $"whole {wholeCount} of {roundCount}, sources made: {(madeCount > roundCount ? "many" : "too few")}";
    }
}
