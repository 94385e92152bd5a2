namespace Contrail.Core.NetTrace.Events;

/// <summary>The names of the .NET runtime's providers whose events Contrail understands.</summary>
internal static class RuntimeProvider
{
    /// <summary>The runtime's own events: collections, code, contention, exceptions, threads.</summary>
    public const string Name = "Microsoft-Windows-DotNETRuntime";

    /// <summary>What was loaded before a session began, reported when it ends.</summary>
    public const string RundownName = "Microsoft-Windows-DotNETRuntimeRundown";

    /// <summary>The sampling profiler: where each managed thread was, periodically.</summary>
    public const string SampleProfilerName = "Microsoft-DotNETCore-SampleProfiler";

    /// <summary>The process that wrote the stream, as described by the stream.</summary>
    public const string EventPipeName = "Microsoft-DotNETCore-EventPipe";
}
