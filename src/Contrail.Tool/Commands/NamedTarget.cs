using Contrail.Discovery;

namespace Contrail.Tool.Commands;

/// <summary>Chooses a process by name: the only one with that name, or the only one that can be recorded.
/// </summary>
internal static class NamedTarget
{
    /// <summary>Lists the processes with that name, without this one.</summary>
    public static List<ListedTarget> List(string name) => List(TargetListing.Repeated(name));

    /// <summary>Lists them from a reusable listing.</summary>
    public static List<ListedTarget> List(NamedListing listing) =>
        [.. listing.List().Where(target => target.Pid != Environment.ProcessId)];

    /// <summary>Returns false with the reason when no process or several processes match.</summary>
    public static bool TryChoose(string name, IReadOnlyList<ListedTarget> found, out int pid, out string problem)
    {
        List<ListedTarget> ready = [.. found.Where(target => target.Status == Attachability.Ready)];
        ListedTarget? chosen = ready.Count == 1 ? ready[0] : found.Count == 1 ? found[0] : null;
        pid = chosen?.Pid ?? 0;
        problem = chosen is not null ? ""
            : found.Count == 0 ? $"No .NET process is named {name}; 'contrail ps' lists the running ones."
            : ready.Count == 0 ? $"None of the {found.Count} processes named {name} can be recorded: {found[0].Reason}"
            : $"{ready.Count} processes are named {name} ({string.Join(", ", ready.Select(one => one.Pid))}); "
                + "choose one with --pid.";
        return chosen is not null;
    }
}
