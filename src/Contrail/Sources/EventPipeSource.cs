using System.Net.Sockets;
using Contrail.Core.Ring;
using Contrail.Sources.EventPipe;
using Contrail.Sources.Ipc;

namespace Contrail.Sources;

/// <summary>A .NET process, recorded over its runtime's diagnostics socket.</summary>
public sealed class EventPipeSource : TraceSource
{
    private readonly int _pid;
    private readonly EventPipeOptions _options;

    private EventPipeSource(int pid, EventPipeOptions options)
    {
        _pid = pid;
        _options = options;
    }

    /// <summary>A running process: .NET 8 or later, of the same user unless we are root.</summary>
    /// <param name="pid">Its id, as we see it.</param>
    /// <param name="options">What to record; the default profile when null.</param>
    public static EventPipeSource Attach(int pid, EventPipeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        return new EventPipeSource(pid, options ?? new EventPipeOptions());
    }

    /// <inheritdoc/>
    internal override OpenSource Open(RecordingLimits limits, IDrainHost host)
    {
        DiagnosticEndpoint endpoint = DiagnosticEndpoint.Find(_pid);
        if (endpoint.Status != Attachability.Ready)
        {
            throw new SourceUnavailableException(endpoint.Explanation);
        }

        try
        {
            return EventPipeTarget.Open(_pid, new DiagnosticClient(endpoint.SocketPath!), _options, limits, host);
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or EndOfStreamException
            or InvalidDataException or IpcRefusedException)
        {
            throw new SourceUnavailableException(
                $"Process {_pid} did not let itself be recorded ({failure.Message}); see whether it is still alive "
                + "and not stopped, then try again.",
                failure);
        }
    }
}
