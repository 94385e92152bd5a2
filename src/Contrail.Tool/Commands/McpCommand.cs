using System.CommandLine;
using System.Runtime.InteropServices;
using Contrail.Tool.Files;
using Contrail.Tool.Mcp;

namespace Contrail.Tool.Commands;

/// <summary><c>contrail mcp</c>: answers the calls of an agent about the trace files of a folder.</summary>
internal static class McpCommand
{
    /// <summary>A client cancels a call after about that time too.</summary>
    private static readonly TimeSpan MaxTime = TimeSpan.FromSeconds(60);

    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder of trace files. No others are read." };
        Command command = new(
            "mcp", "Serves the trace files of a folder to an agent: Model Context Protocol over stdio.")
        {
            folder,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            parsed.GetValue(folder)!, parsed.InvocationConfiguration.Error, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string folder, TextWriter error, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(folder))
        {
            return FaultOutput.Report(error, folder, "the folder does not exist; specify the folder of the snapshots");
        }

        if (!Console.IsInputRedirected)
        {
            error.WriteLine("Waiting for an MCP client on standard input. Let an agent start it, or press Ctrl+C.");
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using PosixSignalRegistration terminate = EndBy(PosixSignal.SIGTERM, end);
        using PosixSignalRegistration interrupt = EndBy(PosixSignal.SIGINT, end);
        using TraceServer server = new(new TraceTools(new TraceFolder(folder)), MaxTime);
        try
        {
            await server.RunAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // A signal ends the server as the end of the input does.
        }

        return ExitCodes.Done;
    }

    private static PosixSignalRegistration EndBy(PosixSignal signal, CancellationTokenSource end) =>
        PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            end.Cancel();
        });
}
