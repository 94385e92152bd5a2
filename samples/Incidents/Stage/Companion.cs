using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Shop.Stage;

/// <summary>
/// Another process of this executable, which is not recorded: the clients of a service, or a service that it calls. It
/// ends with its input.
/// </summary>
internal static class Companion
{
    /// <summary>The first argument of a companion.</summary>
    public const string Role = "companion";

    private const int MaxOutstanding = 300;

    public static Process StartLoad(Uri address, double requestsPerSecond, IEnumerable<string> paths) =>
        Start(["load", address.ToString(), requestsPerSecond.ToString(CultureInfo.InvariantCulture), .. paths]);

    public static (Process Process, Task<Uri> Address) StartBackend(int delayMilliseconds, bool useTls)
    {
        Process process = Start(
            ["backend", delayMilliseconds.ToString(CultureInfo.InvariantCulture), useTls ? "https" : "http"]);
        return (process, AddressAsync(process));
    }

    /// <summary>Starts a program that uses as many processors as it has threads.</summary>
    public static Process StartBatch(int threadCount) =>
        Start(["batch", threadCount.ToString(CultureInfo.InvariantCulture)]);

    /// <summary>Starts clients that each open a connection, send a line and wait for the answer.</summary>
    public static Process StartDevices(int port, double connectionsPerSecond) => Start(
    [
        "devices", port.ToString(CultureInfo.InvariantCulture),
        connectionsPerSecond.ToString(CultureInfo.InvariantCulture),
    ]);

    public static Task RunAsync(string[] arguments)
    {
        Task work = arguments switch
        {
            ["load", string address, string rate, .. string[] paths] =>
                LoadAsync(new Uri(address), double.Parse(rate, CultureInfo.InvariantCulture), paths),
            ["devices", string port, string rate] => Devices.RunAsync(
                int.Parse(port, CultureInfo.InvariantCulture), double.Parse(rate, CultureInfo.InvariantCulture)),
            ["batch", string threadCount] => ComputeAsync(int.Parse(threadCount, CultureInfo.InvariantCulture)),
            _ => ServeAsync(int.Parse(arguments[1], CultureInfo.InvariantCulture), arguments[2] == "https"),
        };
        return Task.WhenAny(work, Task.Run(() => Console.In.ReadToEnd()));
    }

    private static Task ComputeAsync(int threadCount)
    {
        for (int number = 0; number < threadCount; number++)
        {
            new Thread(Compute) { IsBackground = true }.Start();
        }

        return Task.Delay(Timeout.Infinite);
    }

    private static void Compute()
    {
        byte[] row = new byte[1_000];
        while (true)
        {
            SHA256.HashData(row, row.AsSpan(0, SHA256.HashSizeInBytes));
        }
    }

    private static async Task<Uri> AddressAsync(Process process) =>
        new(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("No backend."));

    private static Process Start(IEnumerable<string> arguments)
    {
        // Without an apphost, the executable is the host and its first argument is the assembly.
        string executable = Environment.ProcessPath!;
        bool isHost = Path.GetFileName(executable) == "dotnet";
        ProcessStartInfo start = new(
            executable, [.. isHost ? [Environment.GetCommandLineArgs()[0]] : Array.Empty<string>(), Role, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private static async Task LoadAsync(Uri address, double requestsPerSecond, string[] paths)
    {
        using HttpClient client = new() { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        using SemaphoreSlim outstanding = new(MaxOutstanding);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(10));
        Stopwatch clock = Stopwatch.StartNew();
        for (long sent = 0; await timer.WaitForNextTickAsync();)
        {
            for (; sent < clock.Elapsed.TotalSeconds * requestsPerSecond; sent++)
            {
                string path = paths[sent % paths.Length].Replace(
                    "{n}", sent.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
                if (outstanding.Wait(0))
                {
                    _ = RequestAsync(client, path, outstanding);
                }
            }
        }
    }

    private static async Task RequestAsync(HttpClient client, string path, SemaphoreSlim outstanding)
    {
        try
        {
            await client.GetStringAsync(new Uri(path, UriKind.Relative));
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException)
        {
            // Some incidents fail requests.
        }
        finally
        {
            outstanding.Release();
        }
    }

    private static async Task ServeAsync(int delayMilliseconds, bool useTls)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, endpoint =>
        {
            if (useTls)
            {
                endpoint.UseHttps(SelfSigned());
            }
        }));
        WebApplication backend = builder.Build();
        backend.MapGet("/rates/{id}", async (int id) =>
        {
            await Task.Delay(delayMilliseconds);
            return new { id, rate = 1.25 };
        });
        await backend.StartAsync();
        Console.WriteLine(backend.Urls.First());
        await backend.WaitForShutdownAsync();
    }

    private static X509Certificate2 SelfSigned()
    {
        using RSA key = RSA.Create(4096);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA512, RSASignaturePadding.Pkcs1);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
