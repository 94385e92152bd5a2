using System.Diagnostics;
using Contrail.Core.Symbols;
using Contrail.Sources.Ipc;

namespace Contrail.Sources.EventPipe;

/// <summary>Asks a runtime once for all that it has compiled and loaded, into the symbol table.</summary>
internal static class RundownRun
{
    /// <summary>Measured: 0.9 s for 240,000 methods. A runtime that takes longer than this is not waited for.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs it; the result says whether it came whole, and how long it took.</summary>
    public static (bool Whole, TimeSpan Took) Run(
        DiagnosticClient client, SessionRequest request, SymbolTable symbols, IDrainHost host)
    {
        long started = Stopwatch.GetTimestamp();
        (bool whole, bool wasCut) = RunOnce(client, request, symbols, host);
        if (wasCut)
        {
            // It was we who paused, on a machine with no time to spare. What came is kept; once more is worth it.
            (whole, _) = RunOnce(client, request, symbols, host);
        }

        return (whole, Stopwatch.GetElapsedTime(started));
    }

    private static (bool Whole, bool WasCut) RunOnce(
        DiagnosticClient client, SessionRequest request, SymbolTable symbols, IDrainHost host)
    {
        EventPipeConnection connection = client.StartSession(request);
        SymbolConsumer consumer = new(symbols);
        IDrain drain = host.Drain("Contrail rundown", connection, consumer);
        try
        {
            client.StopSession(connection.SessionId, Timeout);
            drain.Ended.Wait(Timeout);
        }
        finally
        {
            drain.Close();
        }

        return (consumer.IsWhole && consumer.EventsLost == 0, drain.WasCut);
    }
}
