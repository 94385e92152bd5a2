using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;

namespace Contrail.Scenarios.Support;

/// <summary>A trace made by the official client, as dotnet-trace makes it: what ours are compared with.</summary>
public static class OfficialRecording
{
    private const int BufferMegabytes = 64;

    /// <summary>Loader, JIT, GC, exceptions, contention, threading: what names and the <c>work</c> mode need.</summary>
    public const long RuntimeKeywords = 0x1 | 0x8 | 0x10 | 0x20 | 0x4000 | 0x8000 | 0x10000;

    /// <summary>Records for a while, with the runtime's own rundown at the end.</summary>
    /// <param name="processId">A .NET process of this user.</param>
    /// <param name="lasts">How long, before the rundown.</param>
    /// <param name="traceFile">Written anew.</param>
    /// <param name="sources">Event sources beside the runtime, with all their events.</param>
    public static async Task RecordAsync(int processId, TimeSpan lasts, string traceFile, params string[] sources)
    {
        DiagnosticsClient client = new(processId);
        IEnumerable<EventPipeProvider> providers = sources
            .Select(source => new EventPipeProvider(source, EventLevel.Verbose, -1))
            // Verbose, because without it a loaded method has no name, and collectible ones are gone before the rundown.
            .Append(new EventPipeProvider(
                "Microsoft-Windows-DotNETRuntime", EventLevel.Verbose, RuntimeKeywords));
        using EventPipeSession session = client.StartEventPipeSession(providers, requestRundown: true, BufferMegabytes);
        await using FileStream file = File.Create(traceFile);
        Task copying = session.EventStream.CopyToAsync(file);
        // The recording's length is what is asked for here; there is nothing to wait for instead.
        await Task.WhenAny(copying, Task.Delay(lasts));
        await session.StopAsync(CancellationToken.None);
        await copying;
    }
}
