using System.Diagnostics.Tracing;
using Contrail.Core.NetTrace.Events;

namespace Contrail;

/// <summary>A named set of providers to record, with what it was measured to cost.</summary>
public sealed record Profile
{
    /// <summary>Details of catch and finally blocks: half of an exception's price, and rarely read.</summary>
    private static readonly EventIdFilter NoCatchDetails = EventIdFilter.AllBut(250, 251, 252, 253, 254, 255, 256);

    private Profile(string name, string cost, params IReadOnlyList<EventPipeProvider> providers)
    {
        Name = name;
        Cost = cost;
        Providers = providers;
    }

    /// <summary>The name by which it is chosen.</summary>
    public string Name { get; private init; }

    /// <summary>What it costs the recorded process, in a few words.</summary>
    public string Cost { get; }

    /// <summary>The providers.</summary>
    public IReadOnlyList<EventPipeProvider> Providers { get; private init; }

    /// <summary>Whether each event has its stack; .NET 8 sends them in any case.</summary>
    public bool HasStacks { get; private init; } = true;

    /// <summary>
    /// How many times the usual limits it may cost: the sampler alone writes up to 860 events a second for each thread,
    /// and as many suspensions.
    /// </summary>
    private double LimitFactor { get; init; } = 1;

    /// <summary>What a recorder steps to when this one becomes too dear; null if there is nothing cheaper.</summary>
    internal Profile? Cheaper { get; private init; }

    /// <summary>Collections and the thread pool's size, without stacks: some ten events a collection.</summary>
    public static Profile Collections { get; } = new(
        "collections",
        "lowest overhead: about ten events per collection, without stacks",
        Runtime(ProfileEvents.Collections, NoCatchDetails))
    {
        HasStacks = false,
    };

    /// <summary>Collections, contention, exceptions and threads, with stacks.</summary>
    public static Profile Default { get; } = new(
        "default",
        "no measurable cost per request, about 5 µs per exception",
        Runtime(ProfileEvents.Default, NoCatchDetails))
    {
        Cheaper = Collections,
    };

    /// <summary>
    /// The default, and where every managed thread is: 280 to 860 times a second, each time with all of them stopped.
    /// </summary>
    public static Profile Cpu { get; } = new(
        "cpu",
        "about 11 % more CPU time per small request",
        Runtime(ProfileEvents.Cpu, NoCatchDetails),
        new EventPipeProvider(RuntimeProvider.SampleProfilerName, 0, (EventLevel)ProfileEvents.Cpu.Level))
    {
        Cheaper = Default,
        LimitFactor = 5,
    };

    /// <summary>Collections in detail, and which types are allocated, sampled every 100 KB.</summary>
    public static Profile Gc { get; } = new(
        "gc",
        "one event with a stack per 100 KB allocated",
        Runtime(ProfileEvents.Gc, null))
    {
        Cheaper = Collections,
    };

    /// <summary>All that the runtime tells without being changed by it, but for compilation of methods.</summary>
    public static Profile AllRuntime { get; } = new(
        "all-runtime",
        "high overhead, for test environments: thousands of events per second",
        Runtime(ProfileEvents.AllRuntime, null))
    {
        Cheaper = Default,
    };

    /// <summary>All of them, by name.</summary>
    public static IReadOnlyList<Profile> All { get; } = [Default, Cpu, Gc, AllRuntime, Collections];

    /// <summary>The profile of that name; null if there is none.</summary>
    public static Profile? Find(string name) =>
        All.FirstOrDefault(profile => string.Equals(profile.Name, name, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The same with more providers; one that the profile has already takes its place. When it becomes too dear, they
    /// are the first to go.
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
            HasStacks = true,
            Cheaper = this,
            Providers = [.. Providers.Where(provider => !replaced.Contains(provider.Name)), .. more],
        };
    }

    /// <summary>The limits that fit this profile: the usual ones times its factor, or those that were chosen.</summary>
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
