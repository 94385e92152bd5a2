using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using OfficialProvider = Microsoft.Diagnostics.NETCore.Client.EventPipeProvider;

namespace Contrail.Scenarios.Support;

/// <summary>A trace made by the official client, as dotnet-trace makes it, for comparison.</summary>
public static class OfficialRecording
{
    /// <summary>Loader, JIT, GC, exceptions, contention, threading: what names and the <c>work</c> mode need.</summary>
    public const long RuntimeKeywords = 0x1 | 0x8 | 0x10 | 0x20 | 0x4000 | 0x8000 | 0x10000;

    /// <summary>
    /// Records for a while, with the runtime's own rundown at the end: the runtime itself, and all events of the
    /// sources.
    /// </summary>
    public static Task RecordAsync(int processId, TimeSpan lasts, string traceFile, params string[] sources) =>
        RecordAsync(processId, lasts, traceFile, bufferMegabytes: 64, sources);

    /// <summary>The same, with a buffer in the runtime that may be too small.</summary>
    public static async Task RecordAsync(
        int processId, TimeSpan lasts, string traceFile, int bufferMegabytes, string[] sources)
    {
        DiagnosticsClient client = new(processId);
        IEnumerable<OfficialProvider> providers = sources
            .Select(source => new OfficialProvider(source, EventLevel.Verbose, -1))
            // Verbose: otherwise a loaded method has no name, and a collectible one is unloaded before the rundown.
            .Append(new OfficialProvider(
                "Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, RuntimeKeywords));
        using EventPipeSession session = client.StartEventPipeSession(providers, requestRundown: true, bufferMegabytes);
        await using FileStream file = File.Create(traceFile);
        Task copying = session.EventStream.CopyToAsync(file);
        // The recording's length is the parameter here; there is no event to wait for instead.
        await Task.WhenAny(copying, Task.Delay(lasts));
        await session.StopAsync(CancellationToken.None);
        await copying;
    }
}
