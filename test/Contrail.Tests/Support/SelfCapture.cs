using System.Diagnostics.Tracing;
using Microsoft.Diagnostics.NETCore.Client;
using OfficialProvider = Microsoft.Diagnostics.NETCore.Client.EventPipeProvider;

namespace Contrail.Tests.Support;

/// <summary>A file that the runtime of this process writes while some code runs.</summary>
internal static class SelfCapture
{
    /// <summary>Records providers of the own process.</summary>
    /// <param name="providers">What to record.</param>
    /// <param name="action">What is recorded.</param>
    public static byte[] Of(IEnumerable<OfficialProvider> providers, Action action)
    {
        DiagnosticsClient client = new(Environment.ProcessId);
        using EventPipeSession session = client.StartEventPipeSession(
            providers, requestRundown: false, circularBufferMB: 16);
        using MemoryStream file = new();
        Thread copier = new(() => session.EventStream.CopyTo(file)) { IsBackground = true };
        copier.Start();
        action();
        session.Stop();
        copier.Join();
        return file.ToArray();
    }

    /// <summary>All events of a provider.</summary>
    public static OfficialProvider All(string name, long keywords = -1) => new(name, EventLevel.Verbose, keywords);
}
