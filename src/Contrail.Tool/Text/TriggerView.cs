namespace Contrail.Tool.Text;

/// <summary>The view that shows what a trigger observed.</summary>
internal static class TriggerView
{
    private static readonly Dictionary<string, string> ViewBySignal = new()
    {
        ["gc-pause"] = "gc-pauses",
        ["suspension"] = "gc-pauses",
        ["gen2"] = "gc",
        ["induced-gc"] = "gc",
        ["exception"] = "exceptions",
        ["unhandled-exception"] = "exceptions",
        ["contention"] = "contention",
        ["starvation"] = "thread-pool",
        ["counter"] = "counters",
        ["request"] = "requests",
        ["event"] = "events",
        ["pair"] = "events",
        ["log"] = "logs",
        ["stop-the-world"] = "stop-the-world",
        ["scheduling"] = "scheduling",
        ["region"] = "regions",
    };

    /// <summary>The name of the view for a signal; null where none shows more than the findings.</summary>
    public static string? Of(string signal) => ViewBySignal.GetValueOrDefault(signal);
}
