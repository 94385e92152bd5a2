using System.Diagnostics;
using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using ClientProvider = Microsoft.Diagnostics.NETCore.Client.EventPipeProvider;

namespace Contrail.Benchmarks.Captures;

/// <summary>
/// The streams to measure with: recorded once from Contrail.Target by the official client, whole and unchanged, and
/// kept in <c>artifacts/bench</c>.
/// </summary>
internal static class CaptureFile
{
    /// <summary>The measured part is at least 256 MiB, after the part that fills the ring.</summary>
    private const long StreamBytes = TraceBytes.WarmUpBytes + (264L << 20);

    private const int SessionMegabytes = 256;
    private static readonly TimeSpan RecordWithin = TimeSpan.FromMinutes(5);

    public static string PathOf(CaptureKind kind) =>
        Path.Combine(Repository.Root, "artifacts", "bench", $"{kind}.nettrace".ToLowerInvariant());

    /// <summary>Records the stream if it is not there yet.</summary>
    public static void Ensure(CaptureKind kind)
    {
        string path = PathOf(kind);
        if (File.Exists(path))
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Console.WriteLine($"recording {StreamBytes >> 20} MiB of {kind} events, once …");
        string partial = path + ".partial";
        Record(ModesOf(kind), ProvidersOf(kind), partial);
        File.Move(partial, path, overwrite: true);
    }

    private static string ModesOf(CaptureKind kind) =>
        kind == CaptureKind.Flood ? "flood --threads 1 --bytes 16" : "work --rate 100000";

    private static ClientProvider[] ProvidersOf(CaptureKind kind) => kind == CaptureKind.Flood
        ? [new ClientProvider("Contrail-Target-Flood", EventLevel.Verbose)]
        :
        [
            // GC, loader, exceptions, contention, threading, types: what the default profile requests, and samples.
            new ClientProvider("Microsoft-Windows-DotNETRuntime", EventLevel.Informational, 0x8001_C009),
            new ClientProvider("Microsoft-DotNETCore-SampleProfiler", EventLevel.Informational),
            new ClientProvider("Contrail-Target-Work", EventLevel.Verbose),
        ];

    private static void Record(string modes, ClientProvider[] providers, string path)
    {
        string seconds = ((int)RecordWithin.TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
        ProcessStartInfo start = new(Repository.TargetExecutable, $"{modes} --stdin --seconds {seconds}")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        using Process target = Process.Start(start)!;
        try
        {
            target.StandardOutput.ReadLine();
            DiagnosticsClient client = new(target.Id);
            using EventPipeSession session = client.StartEventPipeSession(providers, false, SessionMegabytes);
            using FileStream file = File.Create(path);
            Copy(session, file);
        }
        finally
        {
            // Its input ends with it; if it does not listen, this process ends it.
            target.StandardInput.Close();
            if (!target.WaitForExit(5_000))
            {
                target.Kill();
            }
        }
    }

    private static void Copy(EventPipeSession session, FileStream file)
    {
        byte[] buffer = new byte[1 << 20];
        Task? stopping = null;
        int readBytes;
        while ((readBytes = session.EventStream.Read(buffer)) > 0)
        {
            file.Write(buffer, 0, readBytes);
            if (stopping is null && file.Length >= StreamBytes)
            {
                // The runtime ends the stream properly only while it is read.
                stopping = Task.Run(session.Stop);
            }
        }

        if (stopping is null)
        {
            throw new InvalidOperationException($"The target ended after {file.Length >> 20} MiB.");
        }

        stopping.Wait();
    }
}
