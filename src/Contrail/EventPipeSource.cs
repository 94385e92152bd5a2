using System.Diagnostics;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Triggers;
using Contrail.Discovery;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Launch;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail;

/// <summary>Records a .NET process through the diagnostic socket of its runtime.</summary>
/// <remarks>
/// The factory methods only describe the source; <see cref="FlightRecorder.Start"/> opens it. All members are
/// thread-safe. Supported runtimes: .NET 8 or later on Linux.
/// </remarks>
/// <example>
/// <code>
/// using FlightRecorder recorder = new(options, EventPipeSource.Attach(pid));
/// recorder.Start();
/// </code>
/// </example>
public sealed class EventPipeSource : RecordingSource
{
    private readonly Profile _profile;
    private readonly Func<ISourceHost, OpenRecordingSource> _open;

    private EventPipeSource(EventPipeOptions options, Func<ISourceHost, OpenRecordingSource> open)
    {
        _profile = options.Profile;
        _open = open;
    }

    /// <summary>Returns a source that records the current process.</summary>
    /// <param name="options">What to record. Default: the default profile.</param>
    /// <exception cref="ArgumentException">A provider would record the recorder's own reads.</exception>
    public static EventPipeSource Self(EventPipeOptions? options = null) => Attach(Environment.ProcessId, options);

    /// <summary>Returns a source that records a running process of the same user, or of any user for root.</summary>
    /// <param name="pid">The process id in the caller's pid namespace; greater than 0.</param>
    /// <param name="options">What to record. Default: the default profile.</param>
    /// <exception cref="ArgumentOutOfRangeException">The id is not positive, or an option is out of range.</exception>
    /// <exception cref="ArgumentException">A provider would record the recorder's own reads.</exception>
    public static EventPipeSource Attach(int pid, EventPipeOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pid);
        EventPipeOptions chosen = Valid(options);
        if (pid == Environment.ProcessId)
        {
            OwnRuntime.Prepare(chosen);
        }

        return new EventPipeSource(chosen, host => OpenAttached(pid, chosen, host));
    }

    /// <summary>
    /// Returns a source that starts a command with the recorder, and records the first .NET program of it from its
    /// first instruction. Programs of the .NET SDK and later programs run without being recorded. The recorder's
    /// <c>Start</c> returns when the program runs. If it throws, the command is killed.
    /// </summary>
    /// <remarks>
    /// Stop the recorder only after the command has exited: a .NET process that the command starts later blocks at its
    /// startup.
    /// </remarks>
    /// <param name="start">The command; the diagnostic port is added to its environment.</param>
    /// <param name="options">What to record. Default: the default profile.</param>
    /// <param name="started">
    /// Receives the process as soon as it runs, for its exit code and streams, and must dispose it. Stopping the
    /// recorder does not end the process.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static EventPipeSource Launch(
        ProcessStartInfo start, EventPipeOptions? options = null, Action<Process>? started = null)
    {
        ArgumentNullException.ThrowIfNull(start);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource(chosen, host =>
            LaunchedCommand.Open(start, started, chosen.ConnectTimeout, Opening(chosen, host)));
    }

    /// <summary>
    /// Returns a source that records the first .NET program started with <c>DOTNET_DiagnosticPorts=path</c>, from its
    /// first instruction. Other programs that connect continue immediately. The port is open while the recorder runs.
    /// </summary>
    /// <param name="path">The path of the socket to create; only the current user can connect.</param>
    /// <param name="options">What to record. Default: the default profile.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static EventPipeSource Listen(string path, EventPipeOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource(chosen, host =>
        {
            FirstProgram first = new(Opening(chosen, host));
            DiagnosticPort port = new(first.Offer, path);
            return first.Wait(chosen.ConnectTimeout, port, command: null);
        });
    }

    /// <summary>
    /// Returns a source that records a program from its first instruction. Start the recorder in the handler that
    /// received the program.
    /// </summary>
    /// <param name="program">The program, suspended at its first instruction.</param>
    /// <param name="options">What to record. Default: the default profile.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static EventPipeSource Starting(StartingProgram program, EventPipeOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        EventPipeOptions chosen = Valid(options);
        return new EventPipeSource(chosen, host => Opening(chosen, host)(program));
    }

    /// <inheritdoc/>
    internal override IReadOnlyCollection<SignalKind> ObservedSignals =>
        [.. base.ObservedSignals, SignalKind.Death, SignalKind.UnhandledException, .. NetTraceObserver.Signals];

    /// <inheritdoc/>
    internal override string? WhyNotObserved(SignalCondition condition) =>
        base.WhyNotObserved(condition) ?? RecordedSignals.WhyNot(condition, _profile);

    internal override OpenRecordingSource Open(ISourceHost host) => _open(host);

    private static EventPipeOptions Valid(EventPipeOptions? options)
    {
        options?.Validate();
        return options ?? new EventPipeOptions();
    }

    private static Func<StartingProgram, EventPipeTarget> Opening(
        EventPipeOptions options, ISourceHost host)
    {
        EventPipeOptions fromStart = options with { FromStart = true };
        return program => program.Open(client => OpenTarget(program.Pid, client, fromStart, host));
    }

    private static EventPipeTarget OpenAttached(
        int pid, EventPipeOptions options, ISourceHost host)
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
            // It would respond only after it continues, when the request has timed out.
            throw AttachWatch.Refusal(pid);
        }

        return OpenTarget(pid, new DiagnosticClient(endpoint.Socket!), options, host);
    }

    private static EventPipeTarget OpenTarget(
        int pid, DiagnosticClient client, EventPipeOptions options, ISourceHost host)
    {
        try
        {
            return EventPipeTarget.Open(pid, client, options, host);
        }
        catch (UntrustedPeerException refused)
        {
            throw new SourceUnavailableException(
                $"{refused.Message} Another process created that socket; remove it, or restart the process.",
                refused);
        }
        catch (TimeoutException failure)
        {
            throw new SourceUnavailableException(
                $"Cannot record process {pid}: {failure.Message} The limit is {options.AttachTimeout.TotalSeconds:0.#} "
                + "s; increase it on a busy machine with --attach-timeout 30s, otherwise run "
                + $"'contrail doctor --pid {pid}'.",
                failure);
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure) && HasEnded(pid))
        {
            throw new SourceUnavailableException($"Process {pid} ended before its recording started.", failure);
        }
        catch (Exception failure) when (DiagnosticClient.IsConnectionFailure(failure))
        {
            throw new SourceUnavailableException(
                $"Cannot record process {pid}: {failure.Message} "
                + $"To find the reason, run: contrail doctor --pid {pid}",
                failure);
        }
    }

    private static bool HasEnded(int pid) => pid > 0 && new ProcDirectory().Stat(pid) is null or { IsDead: true };
}
