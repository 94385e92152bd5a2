using System.ComponentModel;
using System.Diagnostics;
using Contrail.EventPipe;

namespace Contrail.Launch;

/// <summary>Starts a command with a port in its environment, and waits for the first program that connects.</summary>
internal static class LaunchedCommand
{
    /// <exception cref="SourceUnavailableException">
    /// The command cannot be started, or it started nothing that can be recorded; then none of its processes is left
    /// running.
    /// </exception>
    public static EventPipeTarget Open(
        ProcessStartInfo start,
        Action<Process>? started,
        TimeSpan connectTimeout,
        Func<StartingProgram, EventPipeTarget> open)
    {
        FirstProgram first = new(open);
        DiagnosticPort port = new(first.Offer);
        Process? command = null;
        try
        {
            command = Start(start, port);
            started?.Invoke(command);
            return first.Wait(connectTimeout, port, command);
        }
        catch
        {
            Kill(command);
            port.Dispose();
            throw;
        }
        finally
        {
            if (started is null)
            {
                command?.Dispose();
            }
        }
    }

    private static void Kill(Process? command)
    {
        try
        {
            command?.Kill(entireProcessTree: true);
        }
        catch (Exception failure) when (failure is InvalidOperationException or Win32Exception or AggregateException)
        {
            // The caller disposed it, or a part of it belongs to another owner. The first failure is reported.
        }
    }

    private static Process Start(ProcessStartInfo start, DiagnosticPort port)
    {
        string? before = start.Environment.TryGetValue(PortEnvironment.Name, out string? value) ? value : null;
        try
        {
            port.AddTo(start);
            return Process.Start(start)!;
        }
        catch (Win32Exception failure)
        {
            throw new SourceUnavailableException(
                $"The command {start.FileName} cannot be started ({failure.Message.TrimEnd('.')}); see that it is "
                + "installed and may be run.",
                failure);
        }
        finally
        {
            // It is the caller's, who may start it again, when this port is long closed.
            start.Environment[PortEnvironment.Name] = before;
        }
    }
}
