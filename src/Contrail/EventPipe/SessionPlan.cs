using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Ipc;

namespace Contrail.EventPipe;

/// <summary>The sessions that record a .NET process: what each requests, and why.</summary>
internal static class SessionPlan
{
    /// <summary>No thread drains during a rundown, so all of it must fit: 350,000 methods take about 80 MB.</summary>
    private const int RundownBufferMegabytes = 256;

    /// <summary>Jitted and prepared methods, and modules.</summary>
    private const RuntimeKeywords RundownKeywords = RuntimeKeywords.Loader | RuntimeKeywords.Jit | RuntimeKeywords.NGen;

    /// <summary>The first whose locks have managed ids of threads as their owners.</summary>
    private const int MinMajorWithManagedOwners = 11;

    private static readonly EventPipeProvider Marker = new(NetTraceFormat.MarkerProvider, 0, EventLevel.Informational);

    /// <summary>
    /// Loads and unloads of methods and modules; their keywords also enable about as many other events.
    /// </summary>
    private static readonly EventIdFilter SymbolEvents =
        EventIdFilter.Only(141, 143, 144, 151, 152, 153, 154, 155, 156, 159);

    /// <summary>What goes into the ring. No rundown: with one, a stalled reader hangs the target.</summary>
    /// <param name="profile">What to record.</param>
    /// <param name="bufferMegabytes">How much the runtime may hold back.</param>
    /// <param name="withMarker">Whether the target is this process, which marks each request in its trace.</param>
    public static SessionRequest Main(Profile profile, int bufferMegabytes, bool withMarker) => new()
    {
        BufferMegabytes = bufferMegabytes,
        Stackwalk = profile.HasStacks,
        Providers = withMarker ? [.. profile.Providers, Marker] : profile.Providers,
    };

    /// <summary>What feeds the symbol table.</summary>
    public static SessionRequest Symbols(int bufferMegabytes) => new()
    {
        BufferMegabytes = bufferMegabytes,
        Stackwalk = false,
        Providers =
        [
            new EventPipeProvider(
                RuntimeProvider.Name,
                (ulong)(RuntimeKeywords.CompilationDiagnostic | RuntimeKeywords.Jit | RuntimeKeywords.Loader),
                EventLevel.Verbose,
                null,
                SymbolEvents),
        ],
    };

    /// <summary>
    /// What was loaded before the recorder attached: a session that is stopped as soon as it has started.
    /// </summary>
    /// <param name="memoryLimitBytes">The target's memory limit; null when it has none.</param>
    /// <param name="runtimeMajor">The major version of the target's runtime.</param>
    public static SessionRequest Rundown(long? memoryLimitBytes, int runtimeMajor) => new()
    {
        BufferMegabytes = memoryLimitBytes is { } limit
            ? (int)Math.Clamp(limit / 8 >> 20, 1, RundownBufferMegabytes)
            : RundownBufferMegabytes,
        Stackwalk = false,
        RundownKeywords = (ulong)(RundownKeywords
            | (runtimeMajor >= MinMajorWithManagedOwners ? RuntimeKeywords.Threading : RuntimeKeywords.None)),

        // A session needs a provider; none of this provider's events is requested.
        Providers = [new EventPipeProvider(RuntimeProvider.EventPipeName, 0, EventLevel.LogAlways)],
    };

    /// <summary>The request in one line.</summary>
    public static string Line(string name, SessionRequest request, EventPipeConnection connection)
    {
        string providers = string.Join(',', request.Providers.Select(
            provider => $"{provider.Name}:0x{provider.Keywords:x}:{(int)provider.Level}"));
        string concessions = connection.Concessions == SessionConcessions.None ? "" : $" ({connection.Concessions})";
        return $"{name}: {providers}; {request.BufferMegabytes} MiB; {connection.Command}{concessions}";
    }
}
