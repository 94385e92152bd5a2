
namespace Contrail.InProcess;

/// <summary>A second recorder of the same process, by either name of it; then one after the other.</summary>
internal static class TwoMode
{
    public static string Run(Arguments arguments)
    {
        using FlightRecorder first = new(new FlightRecorderOptions());
        using FlightRecorder second = new(new FlightRecorderOptions(), EventPipeSource.Attach(Environment.ProcessId));
        first.Start();
        string meanwhile = TryStart(second);
        first.Stop();
        string afterwards = TryStart(second);
        return $"{meanwhile} {afterwards} {TryStart(first)}";
    }

    private static string TryStart(FlightRecorder recorder)
    {
        try
        {
            recorder.Start();
            recorder.WriteTo(new MemoryStream());
            return "started";
        }
        catch (InvalidOperationException)
        {
            return "refused";
        }
    }
}
