using System.Net.Sockets;
using Contrail.Core.Ring;
using Contrail.Sources.EventPipe;
using Contrail.Sources.Ipc;

namespace Contrail.Sources;

/// <summary>A .NET process, recorded over its runtime's diagnostics socket.</summary>
public sealed class EventPipeSource : TraceSource
{
    private readonly Func<RecordingLimits, IDrainHost, OpenSource> _open;

    private EventPipeSource(Func<RecordingLimits, IDrainHost, OpenSource> open) => _open = open;

    /// <summary>The process that we are in, over its own diagnostics socket.</summary>
    /// <param name="options">What to record; the default profile when null.</param>
    /// <exception cref="ArgumentException">A provider in it would record the recorder's own reading.</exception>
    public static EventPipeSource Self(EventPipeOptions? options = null) => Attach(Environment.ProcessId, options);

    /// <summary>A running process: .NET 8 or later, of the same user unless we are root.</summary>
    /// <param name="pid">Its id, as we see it.</param>
    /// <param name="options">What to record; the default profile when null.</param>
    public static EventPipeSource Attach(int pid, EventPipeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        EventPipeOptions chosen = options ?? new EventPipeOptions();
        if (pid == Environment.ProcessId)
        {
            OwnRuntime.Prepare(chosen);
        }

        return new EventPipeSource((limits, host) => OpenAttached(pid, chosen, limits, host));
    }

    /// <inheritdoc/>
    internal override OpenSource Open(RecordingLimits limits, IDrainHost host) => _open(limits, host);

    private static EventPipeTarget OpenAttached(
        int pid, EventPipeOptions options, RecordingLimits limits, IDrainHost host)
    {
        DiagnosticEndpoint endpoint = pid == Environment.ProcessId
            ? OwnRuntime.FindEndpoint()
            : DiagnosticEndpoint.Find(pid);
        if (endpoint.Status != Attachability.Ready)
        {
            throw new SourceUnavailableException(endpoint.Explanation);
        }

        try
        {
            return EventPipeTarget.Open(pid, new DiagnosticClient(endpoint.SocketPath!), options, limits, host);
        }
        catch (Exception failure) when (failure is SocketException or TimeoutException or EndOfStreamException
            or InvalidDataException or IpcRefusedException)
        {
            throw new SourceUnavailableException(
                $"Process {pid} did not let itself be recorded ({failure.Message}); see whether it is still alive "
                + "and not stopped, then try again.",
                failure);
        }
    }
}
