
namespace Contrail.InProcess;

/// <summary>Takes one snapshot into <c>--file</c>, or prints why the process cannot be recorded.</summary>
internal static class SnapshotMode
{
    public static string Run(Arguments arguments)
    {
        using FlightRecorder recorder = new(new FlightRecorderOptions());
        try
        {
            recorder.Start();
        }
        catch (SourceUnavailableException unavailable)
        {
            return $"refused {unavailable.Message}";
        }

        using FileStream file = File.Create(arguments.Text("--file", "/dev/null"));
        return $"wrote {recorder.WriteTo(file)}";
    }
}
