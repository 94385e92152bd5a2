using System.Collections.Frozen;

namespace Contrail.Core.NetTrace.Events;

/// <summary>
/// The one table of the runtime's events: names, keywords, payload layouts, roles, and the rundown events that repeat
/// them.
/// </summary>
internal static class RuntimeEventTable
{
    private static readonly RuntimeEvent?[] Live = ById(RuntimeEventRows.All);

    private static readonly RuntimeEvent?[] Rundown = ById(
    [
        .. RuntimeEventRows.All.Where(row => row.Rundown is not null).SelectMany(row => (RuntimeEvent[])
        [
            row.AsRundown(row.Rundown!.Value.AtStart), row.AsRundown(row.Rundown!.Value.AtEnd),
        ]),
        new(10, "GCSettings", RuntimeKeywords.None),
        new(RundownEventId.StartComplete, "RundownStartComplete", RuntimeKeywords.None),
        new(RundownEventId.EndComplete, "RundownEndComplete", RuntimeKeywords.None),
        new(147, "RundownStartBegin", RuntimeKeywords.None),
        new(148, "RundownEndBegin", RuntimeKeywords.None),
        new(149, "MethodILToNativeMapStart", RuntimeKeywords.None),
        new(150, "MethodILToNativeMapEnd", RuntimeKeywords.None),
        new(187, "RuntimeStart", RuntimeKeywords.None),
    ]);

    private static readonly FrozenDictionary<string, RuntimeEvent?[]> ByProvider =
        new Dictionary<string, RuntimeEvent?[]>
        {
            [RuntimeProvider.Name] = Live,
            [RuntimeProvider.RundownName] = Rundown,
            [RuntimeProvider.SampleProfilerName] = ById([new(0, "ThreadSample", RuntimeKeywords.None, "u32 Type")]),
            [RuntimeProvider.EventPipeName] = ById(
            [
                new(1, "ProcessInfo", RuntimeKeywords.None, "", "text CommandLine, text System, text Architecture"),
            ]),
        }.ToFrozenDictionary();

    /// <summary>A sample of the sampling profiler: its stack is where the thread was.</summary>
    public static RuntimeEvent ThreadSample { get; } = Find(RuntimeProvider.SampleProfilerName, 0)!;

    /// <summary>The description of the process that wrote a stream.</summary>
    public static RuntimeEvent ProcessInfo { get; } = Find(RuntimeProvider.EventPipeName, 1)!;

    /// <summary>
    /// The events of <see cref="RuntimeProvider.Name"/> that some keywords request at a level, and no lower one.
    /// </summary>
    public static IEnumerable<RuntimeEvent> Of(RuntimeKeywords keywords, int level) =>
        RuntimeEventRows.All.Where(row => (row.Keywords & keywords) != 0 && row.Level == level);

    /// <summary>The names of all events of <see cref="RuntimeProvider.Name"/> that are known.</summary>
    public static IEnumerable<string> Names => RuntimeEventRows.All.Select(row => row.Name);

    /// <summary>An event of any of the runtime's providers; null if it is not known.</summary>
    public static RuntimeEvent? Find(string provider, int eventId) =>
        ByProvider.TryGetValue(provider, out RuntimeEvent?[]? events) ? At(events, eventId) : null;

    /// <summary>An event of <see cref="RuntimeProvider.Name"/>; null if it is not known.</summary>
    public static RuntimeEvent? FindLive(int eventId) => At(Live, eventId);

    /// <summary>An event of <see cref="RuntimeProvider.RundownName"/>; null if it is not known.</summary>
    public static RuntimeEvent? FindRundown(int eventId) => At(Rundown, eventId);

    /// <summary>A field of some events of <see cref="RuntimeProvider.Name"/>.</summary>
    /// <exception cref="ArgumentException">The newest version of one of them has no such field.</exception>
    public static EventField Field(string name, params ReadOnlySpan<int> eventIds)
    {
        RuntimeEvent[] events = new RuntimeEvent[eventIds.Length];
        for (int index = 0; index < eventIds.Length; index++)
        {
            events[index] = FindLive(eventIds[index])
                ?? throw new ArgumentException($"Event {eventIds[index]} is not known.", nameof(eventIds));
        }

        return new EventField(name, events);
    }

    // The id is untrusted: it can be negative.
    private static RuntimeEvent? At(RuntimeEvent?[] events, int eventId) =>
        eventId >= 0 && eventId < events.Length ? events[eventId] : null;

    private static RuntimeEvent?[] ById(RuntimeEvent[] events)
    {
        RuntimeEvent?[] byId = new RuntimeEvent?[events.Max(row => row.Id) + 1];
        foreach (RuntimeEvent row in events)
        {
            byId[row.Id] = row;
        }

        return byId;
    }
}
