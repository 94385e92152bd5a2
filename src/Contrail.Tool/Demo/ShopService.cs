using System.Diagnostics;
using Contrail.Tool.Text;

namespace Contrail.Tool.Demo;

/// <summary>The sample service of the source tree, as a process of its own that ends by itself.</summary>
internal sealed class ShopService : IDisposable
{
    /// <summary>Longer than the demo takes, and an end if the demo is killed.</summary>
    private const int MaxSeconds = 50;

    private readonly Process _process;

    private ShopService(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>Where the build puts the service, seen from the tool beside it; null if it is not there.</summary>
    public static string? FindAssembly()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string beside = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Contrail.Samples.Shop", configuration, "Contrail.Samples.Shop.dll"));
        return File.Exists(beside) ? beside : null;
    }

    public static ShopService Start(string assembly, int requestsPerSecond, int incidentAfterSeconds)
    {
        string? ourHost = Environment.ProcessPath;
        ProcessStartInfo start = new(Path.GetFileName(ourHost) == "dotnet" ? ourHost! : "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        string[] arguments =
        [
            assembly, "--load", $"{requestsPerSecond}", "--seconds", $"{MaxSeconds}",
            "--incident-after", $"{incidentAfterSeconds}",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start) ?? throw new IOException("The sample service could not be started.");
        process.ErrorDataReceived += (_, _) =>
        {
            // Read, so that the service never waits for its reader; what it says is not part of the demo.
        };
        process.BeginErrorReadLine();
        return new ShopService(process);
    }

    /// <summary>Waits for a line that begins so, and tells each line on the way.</summary>
    /// <exception cref="IOException">The service ended, or took longer than the demo may.</exception>
    public void WaitFor(string beginning)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(MaxSeconds));
        while (true)
        {
            string? line = ReadLine(timeout.Token);
            if (line is null)
            {
                throw new IOException(
                    "The sample service ended before its time; run it alone to see why: samples/Shop.");
            }

            Messages.Note("  shop: " + line);
            if (line.StartsWith(beginning, StringComparison.Ordinal))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private string? ReadLine(CancellationToken timeout)
    {
        try
        {
            return _process.StandardOutput.ReadLineAsync(timeout).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
