using Contrail.Tool.Files;
using Contrail.Tool.Text;
using Spectre.Console;

namespace Contrail.Tool.Demo;

/// <summary>
/// Runs the demo: starts the service, records it, waits for the incident, takes a snapshot and shows the findings.
/// </summary>
internal static class DemoRun
{
    private const int RequestsPerSecond = 200;
    private const int QuietSeconds = 8;

    /// <summary>Long enough to record normal load before the incident.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public static int Run(string folder)
    {
        if (ShopService.FindAssembly() is not { } assembly)
        {
            return Messages.Failed(
                "The demo requires the sample service in the source tree. Clone the repository and run "
                    + "'./contrail demo' there.");
        }

        Messages.Note($"Starting a sample shop service with {RequestsPerSecond} requests per second; "
            + $"an incident follows in {QuietSeconds} s.");
        using ShopService shop = ShopService.Start(assembly, RequestsPerSecond, QuietSeconds);
        shop.WaitFor("listening");
        FlightRecorderOptions options = new()
        {
            Period = Period,
            MaxBytes = 64 << 20,
            Sink = new DirectorySink(folder),
        };
        using FlightRecorder recorder = new(options, EventPipeSource.Attach(shop.Pid));
        recorder.Start();
        Messages.Note($"Recording pid {shop.Pid} from another process, with the default profile.");
        shop.WaitFor("incident begins");
        shop.WaitFor("incident ends");
        Messages.Note("The incident is over. Taking a snapshot of what just happened.");
        SavedSnapshot saved = recorder.SnapshotAsync("demo: what just happened?").GetAwaiter().GetResult();
        recorder.Stop();
        Console.WriteLine();
        return Show(saved);
    }

    private static int Show(SavedSnapshot saved)
    {
        int exitCode = FindingsFile.Read(
            InputFile.At(saved.Location),
            FaultOutput.Of(json: false, Console.Out, Console.Error),
            report => FindingsPage.Write(AnsiConsole.Console, report, null),
            CancellationToken.None);
        if (exitCode != ExitCodes.Done)
        {
            return exitCode;
        }

        Console.WriteLine();
        Console.WriteLine($"The snapshot is {saved.Location} ({NumberFormat.Bytes(saved.SizeBytes)}).");
        Console.WriteLine(
            "Look further: contrail convert FILE --format html, contrail summary FILE, contrail view --list.");
        return ExitCodes.Done;
    }
}
