using Contrail.Analysis.Views;
using Contrail.Tool.Text;
using Spectre.Console;

namespace Contrail.Tool.Demo;

/// <summary>The demo, step by step: start, record, wait for the incident, ask what happened, read the answer.</summary>
internal static class DemoRun
{
    private const int RequestsPerSecond = 200;
    private const int QuietSeconds = 8;

    /// <summary>Long enough to show the quiet before the storm.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(30);

    public static int Run(string folder)
    {
        if (ShopService.FindAssembly() is not { } assembly)
        {
            return Messages.Failed(
                "The demo needs the sample service of the source tree: clone it and run './contrail demo' there.");
        }

        Messages.Note($"Starting a small shop, {RequestsPerSecond} requests a second; "
            + $"in {QuietSeconds} s it will have an incident.");
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
        Messages.Note($"Recording pid {shop.Pid}, from outside, with the default profile. "
            + "Nobody knows yet what will happen.");
        shop.WaitFor("incident begins");
        shop.WaitFor("incident ends");
        Messages.Note("That was a bad moment. Nobody was watching; so: what just happened?");
        SavedSnapshot saved = recorder.SnapshotAsync("demo: what just happened?").GetAwaiter().GetResult();
        recorder.Stop();
        Console.WriteLine();
        return Show(saved);
    }

    private static int Show(SavedSnapshot saved)
    {
        using FileStream file = File.OpenRead(saved.Location);
        if (!TraceSummary.TryRead(file, out TraceSummary? summary, out string fault))
        {
            return Messages.Failed($"{saved.Location} cannot be read: {fault}.");
        }

        SummaryText.Write(AnsiConsole.Console, summary!, saved.SizeBytes);
        Console.WriteLine();
        Console.WriteLine($"The snapshot is {saved.Location} ({NumberFormat.Bytes(saved.SizeBytes)}).");
        Console.WriteLine("Open it with PerfView, Visual Studio or dotnet-trace; or: contrail summary FILE");
        return ExitCodes.Done;
    }
}
