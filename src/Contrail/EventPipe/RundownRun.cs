using Contrail.Core.NetTrace.Symbols;
using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>Requests once all that a runtime has compiled and loaded, into the symbol table.</summary>
internal static class RundownRun
{
    /// <summary>Measured: 0.9 s for 240,000 methods; a process that gets little of its cores needs more.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    /// <summary>Runs it; returns whether it is complete.</summary>
    public static bool Run(
        DiagnosticClient client, SessionRequest request, SymbolTable symbols, ISourceHost host, AttachWatch watch)
    {
        DiagnosticClient watched = client.Until(watch.In(Timeout), Timeout);
        (bool whole, bool wasCut) = RunOnce(watched, request, symbols, host, watch);
        if (wasCut)
        {
            // The recorder paused, on an overloaded machine. What arrived is kept, and another attempt is worthwhile.
            (whole, _) = RunOnce(watched, request, symbols, host, watch);
        }

        return whole;
    }

    private static (bool Whole, bool WasCut) RunOnce(
        DiagnosticClient client, SessionRequest request, SymbolTable symbols, ISourceHost host, AttachWatch watch)
    {
        EventPipeConnection connection = client.StartSession(request);
        SymbolConsumer consumer = new(symbols, host.Time);
        IDrain drain = host.Drain("Contrail rundown", connection, consumer);
        try
        {
            client.StopSession(connection.SessionId, Timeout);
            watch.In(Timeout).Wait(drain.Ended, "the end of the rundown");
        }
        finally
        {
            drain.Close();
        }

        return (consumer.IsWhole && consumer.EventsLost == 0, drain.WasCut);
    }
}
