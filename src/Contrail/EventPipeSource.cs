using System.Diagnostics;
using Contrail.Core.Ring;
using Contrail.Discovery;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail;

/// <summary>A .NET process, recorded over its runtime's diagnostics socket.</summary>
public sealed class EventPipeSource : RecordingSource
{
    private readonly Func<RecordingLimits, IDrainHost, OpenRecordingSource> _open;

    private EventPipeSource(Func<RecordingLimits, IDrainHost, OpenRecordingSource> open) => _open = open;

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
        EventPipeOptions chosen = Valid(options);
        if (pid == Environment.ProcessId)
        {
            OwnRuntime.Prepare(chosen);
        }

        return new EventPipeSource((limits, host) => OpenAttached(pid, chosen, limits, host));
    }

    /// <summary>
    /// A command, started when the recorder is. What it starts first that is a .NET program of the user, itself
    /// perhaps, is recorded from its first instruction; the SDK's own programs and all that come later run unharmed.
    /// The recorder's <c>Start</c> comes back when that program runs. Should it fail, the command is killed.
    /// </summary>
    /// <remarks>
    /// Stop the recorder after the command has ended: a .NET process that a shell of it starts later waits for ever.
    /// </remarks>
    /// <param name="start">The command; the port that its runtimes connect to is added to its environment.</param>
    /// <param name="options">What to record; the default profile when null.</param>
    /// <param name="started">
    /// Is given the process as soon as it runs, for its exit code and its streams; the receiver disposes it. Stopping
    /// the recorder does not end it.
    /// </param>
    public static EventPipeSource Launch(
        ProcessStartInfo start, EventPipeOptions? options = null, Action<Process>? started = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource((limits, host) =>
            LaunchedCommand.Open(start, started, chosen.ConnectTimeout, Opening(chosen, limits, host)));
    }

    /// <summary>
    /// The first .NET program of the user that connects to a port, from its first instruction: one that somebody starts
    /// with <c>DOTNET_DiagnosticPorts=path</c>. Others that connect are let run at once. The port is open from the
    /// recorder's start to its stop.
    /// </summary>
    /// <param name="path">Where the socket is to be made; only this user may connect.</param>
    /// <param name="options">What to record; the default profile when null.</param>
    public static EventPipeSource Listen(string path, EventPipeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource((limits, host) =>
        {
            FirstProgram first = new(Opening(chosen, limits, host));
            DiagnosticPort port = new(first.Offer, path);
            return first.Wait(chosen.ConnectTimeout, port, command: null);
        });
    }

    /// <summary>
    /// Returns a source that records a program from its first instruction. Start the recorder within the handler that
    /// was given the program.
    /// </summary>
    /// <param name="program">The program, which waits at its first instruction.</param>
    /// <param name="options">What to record. Default: the default profile.</param>
    public static EventPipeSource Starting(StartingProgram program, EventPipeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource((limits, host) => Opening(chosen, limits, host)(program));
    }

    /// <inheritdoc/>
    internal override OpenRecordingSource Open(RecordingLimits limits, IDrainHost host) => _open(limits, host);

    private static EventPipeOptions Valid(EventPipeOptions? options)
    {
        options?.Validate();
        return options ?? new EventPipeOptions();
    }

    private static Func<StartingProgram, EventPipeTarget> Opening(
        EventPipeOptions options, RecordingLimits limits, IDrainHost host)
    {
        EventPipeOptions fromStart = options with { FromStart = true };
        return program => program.Open(client => OpenTarget(program.Pid, client, fromStart, limits, host));
    }

    private static EventPipeTarget OpenAttached(
        int pid, EventPipeOptions options, RecordingLimits limits, IDrainHost host)
    {
        DiagnosticEndpoint endpoint = pid == Environment.ProcessId
            ? OwnRuntime.FindEndpoint()
            : DiagnosticEndpoint.Find(pid);
        if (endpoint.Status != Attachability.Ready)
        {
            bool isGo = endpoint.Status == Attachability.NotDotNet && GoProgram.IsIn(new ProcDirectory(), pid);
            throw new SourceUnavailableException(isGo
                ? $"Process {pid} is a Go program: {GoProgram.Remedy}."
                : endpoint.Explanation);
        }

        if (new ProcDirectory().Stat(pid) is { IsStopped: true })
        {
            // It would answer when it goes on, to nobody.
            throw AttachWatch.Refusal(pid);
        }

        return OpenTarget(pid, new DiagnosticClient(endpoint.Socket!), options, limits, host);
    }

    private static EventPipeTarget OpenTarget(
        int pid, DiagnosticClient client, EventPipeOptions options, RecordingLimits limits, IDrainHost host)
    {
        try
        {
            return EventPipeTarget.Open(pid, client, options, limits, host);
        }
        catch (UntrustedPeerException refused)
        {
            throw new SourceUnavailableException(
                $"{refused.Message} Another process took the name of its socket; remove that one, or restart the "
                + "process.",
                refused);
        }
        catch (TimeoutException failure)
        {
            throw new SourceUnavailableException(
                $"Process {pid} cannot be recorded: {failure.Message} It has {options.AttachTimeout.TotalSeconds:0.#} "
                + "s; on a busy machine allow more with --attach-timeout 30s, otherwise run "
                + $"'contrail doctor --pid {pid}'.",
                failure);
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            throw new SourceUnavailableException(
                $"Process {pid} did not let itself be recorded ({failure.Message}); "
                + $"'contrail doctor --pid {pid}' looks for the reason.",
                failure);
        }
    }
}
