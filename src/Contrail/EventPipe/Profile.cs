using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;
using Contrail.EventPipe;
using Contrail.Machine;

namespace Contrail;

/// <summary>Defines a named set of providers to record, with its measured overhead. Immutable.</summary>
/// <example>
/// <code>
/// EventPipeProvider own = new("MyCompany-Orders", Keywords: ulong.MaxValue, EventLevel.Informational);
/// EventPipeOptions recorded = new() { Profile = Profile.Gc.With([own]) };
/// using FlightRecorder recorder = new(options, EventPipeSource.Self(recorded));
/// </code>
/// </example>
public sealed record Profile
{
    /// <summary>Details of catch and finally blocks: half of the cost of an exception, and rarely used.</summary>
    private static readonly EventIdFilter NoCatchDetails = EventIdFilter.AllBut(250, 251, 252, 253, 254, 255, 256);

    /// <summary>
    /// Also the details of other kinds, which the level of the waits would include: sampled allocations, finalized and
    /// pinned objects, the steps of a collection on each heap, and each work item of the pool.
    /// </summary>
    private static readonly EventIdFilter WaitsOnly =
        EventIdFilter.AllBut([.. NoCatchDetails.EventIds, .. ProfileEvents.Waits.FilteredIds]);

    private Profile(string name, string cost, params IReadOnlyList<EventPipeProvider> providers)
    {
        Name = name;
        Cost = cost;
        Providers = providers;
    }

    /// <summary>Gets the name of the profile.</summary>
    public string Name { get; private init; }

    /// <summary>Gets a short description of the overhead for the recorded process.</summary>
    public string Cost { get; }

    /// <summary>Gets the providers.</summary>
    public IReadOnlyList<EventPipeProvider> Providers { get; private init; }

    /// <summary>Gets whether events include stacks; .NET 8 always includes them.</summary>
    public bool HasStacks { get; private init; } = true;

    /// <summary>Gets how often each processor is sampled per second; 0 for never.</summary>
    public int CpuSamplesPerSecond { get; private init; } = SamplingLimits.UsualHertz;

    /// <summary>
    /// Gets whether the operating system's figures are recorded: all but the profile for the reports of other tools,
    /// which take the events of figures for samples.
    /// </summary>
    public bool RecordsFigures { get; private init; } = true;

    /// <summary>
    /// Gets the profile to record instead where processors cannot be sampled; null if this one is of use without.
    /// </summary>
    internal Profile? WithoutProcessors { get; private init; }

    /// <summary>Gets why it is recorded instead of another one; null if it was chosen.</summary>
    internal string? ChosenBecause { get; init; }

    /// <summary>
    /// Gets the factor on the default governor limits: the sampler alone writes up to 860 events per second and thread,
    /// with as many suspensions.
    /// </summary>
    private double LimitFactor { get; init; } = 1;

    /// <summary>Gets the oldest .NET with what the profile requires; a process with an older one is refused.</summary>
    internal int MinRuntimeMajor { get; private init; }

    /// <summary>Gets whether stacks are left out also of added providers.</summary>
    internal bool NeverHasStacks { get; private init; }

    /// <summary>Gets the providers that were added to a named profile.</summary>
    internal IReadOnlyList<EventPipeProvider> Added { get; private init; } = [];

    /// <summary>Gets the profile to fall back to above the governor limits; null for the cheapest profile.</summary>
    internal Profile? Cheaper { get; private init; }

    /// <summary>Gets the profile with collections and the thread pool size, without stacks.</summary>
    public static Profile Collections { get; } = new(
        "collections",
        "lowest overhead: about ten events per collection, without stacks",
        Runtime(ProfileEvents.Collections, NoCatchDetails))
    {
        HasStacks = false,
        CpuSamplesPerSecond = 0,
    };

    /// <summary>Gets the profile with collections, contention, exceptions and threads, with stacks.</summary>
    public static Profile Default { get; } = new(
        "default",
        "no measurable cost per request, about 5 µs per exception",
        Runtime(ProfileEvents.Default, NoCatchDetails))
    {
        Cheaper = Collections,
    };

    /// <summary>
    /// Gets the default profile plus samples of all managed threads, also of those that wait: 280 to 860 times per
    /// second, the runtime suspends them and records their stacks.
    /// </summary>
    public static Profile CpuEventPipe { get; } = new(
        "cpu-eventpipe",
        "about 11 % more CPU time per small request",
        Runtime(ProfileEvents.CpuEventPipe, NoCatchDetails),
        new EventPipeProvider(RuntimeProvider.SampleProfilerName, 0, (EventLevel)ProfileEvents.CpuEventPipe.Level))
    {
        Cheaper = Default,
        LimitFactor = 5,
        CpuSamplesPerSecond = 0,
        RecordsFigures = false,
    };

    /// <summary>
    /// Gets the default profile with 199 samples of each processor per second, which do not stop the process. Where the
    /// kernel refuses them, <see cref="CpuEventPipe"/> is recorded instead, and the health of the recorder has the
    /// reason.
    /// </summary>
    public static Profile Cpu { get; } = new(
        "cpu",
        "199 samples of each processor per second",
        Runtime(ProfileEvents.Default, NoCatchDetails))
    {
        Cheaper = Collections,
        CpuSamplesPerSecond = 199,
        WithoutProcessors = CpuEventPipe,
    };

    /// <summary>
    /// Gets the default profile plus the waits of threads for events, semaphores and tasks: it shows where code blocks
    /// threads of the pool. It requires .NET 9 or later; .NET 9 cannot leave out sampled allocations and the work items
    /// of the pool.
    /// </summary>
    public static Profile Waits { get; } = new(
        "waits",
        "about 4 µs per wait of a thread for an event or a task; .NET 9 or later",
        Runtime(ProfileEvents.Waits, WaitsOnly))
    {
        Cheaper = Default,
        MinRuntimeMajor = 9,
    };

    /// <summary>Gets the profile with detailed collections and allocated types, sampled every 100 KB.</summary>
    public static Profile Gc { get; } = new(
        "gc",
        "one event with a stack per 100 KB allocated",
        Runtime(ProfileEvents.Gc, null))
    {
        Cheaper = Collections,
    };

    /// <summary>Gets the profile with all runtime events that do not change its behavior, except compilation.</summary>
    public static Profile AllRuntime { get; } = new(
        "all-runtime",
        "high overhead, for test environments: thousands of events per second",
        Runtime(ProfileEvents.AllRuntime, null))
    {
        Cheaper = Default,
    };

    /// <summary>
    /// Gets the profile with the requests that the process handles and sends: the default profile without stacks, plus
    /// hosting, <c>HttpClient</c>, name lookups, TLS, connections, and all activities with their W3C ids. It requires
    /// .NET 9 or later, because .NET 8 always includes stacks.
    /// </summary>
    public static Profile Requests { get; } = new(
        ProfileEvents.RequestsName,
        "about 30 % more CPU time per small request, without stacks",
        [Runtime(ProfileEvents.Requests, NoCatchDetails), .. RequestProviders.All])
    {
        HasStacks = false,
        NeverHasStacks = true,
        MinRuntimeMajor = 9,
        Cheaper = Default,
    };

    /// <summary>Gets all profiles.</summary>
    public static IReadOnlyList<Profile> All { get; } =
        [Default, Requests, Cpu, CpuEventPipe, Waits, Gc, AllRuntime, Collections];

    /// <summary>Returns the profile with a name, or null if it is unknown.</summary>
    public static Profile? Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// Returns the profile with additional providers; a provider that the profile already contains is replaced. Above
    /// the governor limits, the added providers are removed first.
    /// </summary>
    public Profile With(IReadOnlyList<EventPipeProvider> more)
    {
        ArgumentNullException.ThrowIfNull(more);
        if (more.Count == 0)
        {
            return this;
        }

        HashSet<string> replaced = [.. more.Select(provider => provider.Name)];
        return this with
        {
            Name = Name + "+",
            HasStacks = !NeverHasStacks,
            Cheaper = this,
            WithoutProcessors = WithoutProcessors?.With(more),
            Added = [.. Added.Where(provider => !replaced.Contains(provider.Name)), .. more],
            Providers = [.. Providers.Where(provider => !replaced.Contains(provider.Name)), .. more],
        };
    }

    /// <summary>Returns the limits for this profile: the defaults times its factor, or the specified ones.</summary>
    internal GovernorOptions Allow(GovernorOptions limits)
    {
        GovernorOptions usual = new();
        bool isUsual = limits.MaxEventsPerSecond == usual.MaxEventsPerSecond && limits.MaxCpuShare == usual.MaxCpuShare;
        return isUsual
            ? limits with
            {
                MaxEventsPerSecond = limits.MaxEventsPerSecond * LimitFactor,
                MaxCpuShare = limits.MaxCpuShare * LimitFactor,
            }
            : limits;
    }

    private static EventPipeProvider Runtime(ProfileEvents events, EventIdFilter? filter) =>
        new(RuntimeProvider.Name, (ulong)events.Keywords, (EventLevel)events.Level, null, filter);
}
