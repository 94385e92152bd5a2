using System.Diagnostics.Tracing;

namespace Contrail.InProcess;

/// <summary>
/// Ends while it is recorded, with two threads that write as many events as they can. <c>--during write</c>: also while
/// a snapshot is being written to a stream that never returns.
/// </summary>
internal static class ExitMode
{
    private static readonly Profile Flood = Profile.Default.With(
        [new EventPipeProvider(TestEvents.Provider, 0, EventLevel.Verbose)]);

    public static string Run(Arguments arguments)
    {
        EventPipeOptions everything = new() { Profile = Flood, Governor = null };
        FlightRecorder recorder = new(new FlightRecorderOptions(), EventPipeSource.Self(everything));
        recorder.Start();
        Conditions.Run(2, WriteEndlessly);
        while (recorder.Health.EventCount < 100_000)
        {
            Thread.Sleep(10);
        }

        if (arguments.Text("--during", "") == "write")
        {
            using HangingStream hanging = new();
            _ = recorder.WriteToAsync(hanging);
            hanging.Entered.Wait();
            Console.WriteLine("leaving");
            Environment.Exit(0);
        }

        return "leaving";
    }

    private static void WriteEndlessly()
    {
        for (long number = 0; ; number++)
        {
            TestEvents.Log.Dropped(number);
        }
    }
}
