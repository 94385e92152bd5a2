using System.Diagnostics;
using Contrail.Tool.Text;

namespace Contrail.Tool.Demo;

/// <summary>Runs the sample service of the source tree as a child process with a limited lifetime.</summary>
internal sealed class ShopService : IDisposable
{
    /// <summary>Longer than the demo; the service also exits after this time if the demo is killed.</summary>
    private const int MaxSeconds = 50;

    private readonly Process _process;

    private ShopService(Process process) => _process = process;

    public int Pid => _process.Id;

    /// <summary>
    /// Returns the path of the built service next to the tool's build output, or null if it is missing.
    /// </summary>
    public static string? FindAssembly()
    {
        string configuration = Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        string path = Path.GetFullPath(Path.Combine(
            AppContext.BaseDirectory, "..", "..", "Contrail.Samples.Shop", configuration, "Contrail.Samples.Shop.dll"));
        return File.Exists(path) ? path : null;
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

        Process process = Process.Start(start) ?? throw new IOException("Cannot start the sample service.");
        process.ErrorDataReceived += (_, _) =>
        {
            // Drain the pipe so that the service never blocks on a write; its output is not part of the demo.
        };
        process.BeginErrorReadLine();
        return new ShopService(process);
    }

    /// <summary>Waits for a line with this prefix, and reports each line until then.</summary>
    /// <exception cref="IOException">The service exited or timed out.</exception>
    public void WaitFor(string beginning)
    {
        using CancellationTokenSource timeout = new(TimeSpan.FromSeconds(MaxSeconds));
        while (true)
        {
            string? line = ReadLine(timeout.Token);
            if (line is null)
            {
                throw new IOException(
                    "The sample service exited too early. Run samples/Shop alone to see its error.");
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
