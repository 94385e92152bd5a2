using Contrail.Core.Redaction;
using Contrail.Core.Snapshots;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>The facts of a target, read once when it is opened.</summary>
internal sealed class TargetFacts
{
    private readonly ulong _startTicks;

    private TargetFacts(ProcessFacts process, HostFacts host, ProcStat? stat, long? memoryLimitBytes, int ownPid)
    {
        OwnPid = ownPid;
        Process = process;
        Host = host;
        _startTicks = stat?.StartTicks ?? 0;
        ThreadCount = Math.Max(1, stat?.ThreadCount ?? 1);
        MemoryLimitBytes = memoryLimitBytes;
    }

    public ProcessFacts Process { get; }

    public HostFacts Host { get; }

    public int ThreadCount { get; }

    public long? MemoryLimitBytes { get; }

    /// <summary>
    /// How far the clock of its events is ahead of this process's clock, because of its time namespace.
    /// </summary>
    public TimeSpan ClockAhead { get; private init; }

    /// <summary>
    /// How far the clock of its events is ahead of the machine's, which times the samples of the kernel.
    /// </summary>
    public TimeSpan ClockAheadOfMachine { get; private init; }

    /// <summary>The major version of its runtime; 0 if it is unknown.</summary>
    public int RuntimeMajor { get; private init; }

    /// <summary>Whether it was built without event sources; false also when that is unknown.</summary>
    public bool HasNoEventSources => TurnsEventSourcesOff();

    private Func<bool> TurnsEventSourcesOff { get; init; } = () => false;

    /// <summary>The process id in the target's own pid namespace, which is in its traces too.</summary>
    public int OwnPid { get; }

    /// <param name="pid">Its id in our pid namespace; 0 when it is not visible there.</param>
    /// <param name="client">Its runtime.</param>
    public static TargetFacts Query(int pid, DiagnosticClient client)
    {
        TargetDescription described = client.Describe();
        int ownPid = (int)Math.Min(described.OwnPid, int.MaxValue);
        HostFacts host = new(Environment.MachineName, Environment.ProcessorCount);
        if (pid == 0)
        {
            // This /proc has no entry for it: its pid in its own namespace is that of another process here.
            return new TargetFacts(OfDescription(described), host, null, null, ownPid)
            {
                RuntimeMajor = described.RuntimeMajor,
            };
        }

        ProcDirectory proc = new();
        IReadOnlyList<string> arguments = proc.Arguments(pid);
        string commandLine = arguments.Count > 0
            ? CommandLineRedaction.Redact(arguments)
            : CommandLineRedaction.Redact(described.CommandLine);
        ProcessFacts process = new(
            pid,
            TargetListing.NameOf(arguments, proc.Name(pid)),
            commandLine,
            described.RuntimeVersion ?? "",
            described.OperatingSystem,
            described.Architecture);
        return new TargetFacts(process, host, proc.Stat(pid), MemoryLimit.Of(pid), ownPid)
        {
            RuntimeMajor = described.RuntimeMajor,
            ClockAhead = TimeOffsets.Ahead(proc, pid).Monotonic,
            ClockAheadOfMachine = TimeOffsets.AheadOfMachine(proc, pid).Monotonic,
            TurnsEventSourcesOff = RuntimeConfig.Begin(proc, pid),
        };
    }

    /// <summary>
    /// The state of the process now; null once it is gone. One that is not visible is taken for alive.
    /// </summary>
    public ProcStat? Stat => IsVisible ? new ProcDirectory().Stat(Process.Id, _startTicks) : ProcStat.Unseen;

    /// <summary>The process, to see whether it has ended; null if it is not visible.</summary>
    public ProcLife? Life => IsVisible ? new ProcLife(Process.Id, _startTicks) : null;

    private bool IsVisible => Process.Id > 0;

    /// <summary>What decides when to record less; null if nothing does.</summary>
    public Governor? GovernorFor(EventPipeOptions options, TimeProvider time)
    {
        bool stacksAlwaysCome = Process.RuntimeVersion.StartsWith("8.", StringComparison.Ordinal);
        return options.Governor is { } limits
            ? new Governor(limits, options.Profile, stacksAlwaysCome, new StreamingThreads(Process.Id, time), time)
            : null;
    }

    /// <summary>How the recording ended, by the stream and the process list.</summary>
    public SourceEnd? EndOf(OpenRecordingSource source)
    {
        if (!HasStreamEnded(source))
        {
            return null;
        }

        if (!IsVisible)
        {
            return new SourceEnd(RecordingEnd.Unknown, "the stream ended; the process is not visible here");
        }

        bool ended = source.Recording.Counts().Status == SourceState.Ended;
        bool alive = Stat is { IsDead: false };
        return (ended, alive, source.MainDrain.WasCut) switch
        {
            (_, _, true) => SourceEnd.Paused,
            (true, true, _) => SourceEnd.Stopped,
            (true, false, _) => SourceEnd.Exited,
            (false, true, _) => SourceEnd.Broke,
            _ => SourceEnd.Died,
        };
    }

    /// <summary>
    /// Whether the process ended in good order; null if it lives or is not visible, or while that is not known.
    /// </summary>
    public bool? HasExitedCleanly(OpenRecordingSource source) =>
        IsVisible && HasStreamEnded(source) && Stat is null or { IsDead: true }
            ? source.Recording.Counts().Status == SourceState.Ended
            : null;

    // The stream of a process that is killed breaks off.
    private static bool HasStreamEnded(OpenRecordingSource source) =>
        source.MainDrain.Ended.IsCompleted || source.Recording.HasEnded;

    private static ProcessFacts OfDescription(TargetDescription described)
    {
        string program = described.CommandLine.Split(' ', 2)[0];
        return new ProcessFacts(
            0,
            described.EntryAssembly is { Length: > 0 } assembly ? assembly : Path.GetFileName(program),
            CommandLineRedaction.Redact(described.CommandLine),
            described.RuntimeVersion ?? "",
            described.OperatingSystem,
            described.Architecture);
    }
}
