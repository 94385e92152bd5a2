namespace Contrail.Core.NetTrace.Events;

/// <summary>What the .NET runtime calls the providers whose events Contrail understands.</summary>
internal static class RuntimeProvider
{
    /// <summary>The runtime's own events: collections, code, contention, exceptions, threads.</summary>
    public const string Name = "Microsoft-Windows-DotNETRuntime";

    /// <summary>What was loaded before a session began, told when it ends.</summary>
    public const string RundownName = "Microsoft-Windows-DotNETRuntimeRundown";

    /// <summary>The sampling profiler: where each managed thread was, periodically.</summary>
    public const string SampleProfilerName = "Microsoft-DotNETCore-SampleProfiler";

    /// <summary>The stream's words about the process that wrote it.</summary>
    public const string EventPipeName = "Microsoft-DotNETCore-EventPipe";
}
