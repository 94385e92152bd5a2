using Contrail.Core.Snapshots;
using Contrail.Sources.Ipc;

namespace Contrail.Sources.EventPipe;

/// <summary>What is to be known of a target, asked once when it is opened.</summary>
internal sealed class TargetFacts
{
    private readonly int _pid;

    private TargetFacts(int pid, ProcessFacts process, HostFacts host, int threadCount, long? memoryLimitBytes)
    {
        _pid = pid;
        Process = process;
        Host = host;
        ThreadCount = threadCount;
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
        int threadCount = Math.Max(1, proc.Stat(pid)?.ThreadCount ?? 1);
        return new TargetFacts(pid, process, host, threadCount, MemoryLimit.Of(pid));
    }

    /// <summary>The state of the process now; null once it is gone.</summary>
    public ProcStat? Stat => new ProcDirectory().Stat(_pid);

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
        bool alive = new ProcDirectory().Stat(_pid) is { IsDead: false };
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
