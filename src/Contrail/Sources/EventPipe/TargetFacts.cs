using Contrail.Core.Snapshots;
using Contrail.Sources.Ipc;

namespace Contrail.Sources.EventPipe;

/// <summary>What is to be known of a target, asked once when it is opened.</summary>
internal sealed class TargetFacts
{
    private readonly ulong _startTicks;

    private TargetFacts(ProcessFacts process, HostFacts host, ProcStat? stat, long? memoryLimitBytes)
    {
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

    public static TargetFacts Ask(int pid, DiagnosticClient client)
    {
        TargetDescription described = client.Describe();
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
        HostFacts host = new(Environment.MachineName, Environment.ProcessorCount);
        return new TargetFacts(process, host, proc.Stat(pid), MemoryLimit.Of(pid));
    }

    /// <summary>The state of the process now; null once it is gone.</summary>
    public ProcStat? Stat => new ProcDirectory().Stat(Process.Id, _startTicks);

    /// <summary>What decides when to record less; null if nothing does.</summary>
    public Governor? GovernorFor(EventPipeOptions options)
    {
        bool stacksAlwaysCome = Process.RuntimeVersion.StartsWith("8.", StringComparison.Ordinal);
        return options.Governor is { } limits ? new Governor(limits, options.Profile, stacksAlwaysCome) : null;
    }

    /// <summary>What the stream and the process list tell of the end.</summary>
    public string? EndedHow(OpenSource source)
    {
        if (!source.MainDrain.Ended.IsCompleted)
        {
            return null;
        }

        bool said = source.Recording.Counts().Status == Core.Ring.RecordingStatus.Ended;
        bool alive = Stat is { IsDead: false };
        return (said, alive, source.MainDrain.WasCut) switch
        {
            (_, _, true) => "the recorder had paused, so it let go of the process",
            (true, true, _) => "the session was stopped",
            (true, false, _) => "the process ended in good order",
            (false, true, _) => "the stream broke off though the process lives",
            _ => "the process died without ending its trace: killed, crashed, or stopped by a signal",
        };
    }
}
