using Contrail.Discovery;

namespace Contrail.Tool.Commands;

/// <summary>Chooses the process that a name means: the only one of that name, or the only one that can be recorded.
/// </summary>
internal static class NamedTarget
{
    /// <summary>The processes of that name, without this one.</summary>
    public static List<ListedTarget> List(string name) => List(TargetListing.Repeated(name));

    /// <summary>The same of a listing that is repeated.</summary>
    public static List<ListedTarget> List(NamedListing listing) =>
        [.. listing.List().Where(target => target.Pid != Environment.ProcessId)];

    /// <summary>False with the reason when the name means no process, or several.</summary>
    public static bool TryChoose(string name, IReadOnlyList<ListedTarget> found, out int pid, out string problem)
    {
        List<ListedTarget> ready = [.. found.Where(target => target.Status == Attachability.Ready)];
        ListedTarget? chosen = ready.Count == 1 ? ready[0] : found.Count == 1 ? found[0] : null;
        pid = chosen?.Pid ?? 0;
        problem = chosen is not null ? ""
            : found.Count == 0 ? $"No .NET process is named {name}; 'contrail ps' lists those that run."
            : ready.Count == 0 ? $"None of the {found.Count} processes named {name} can be recorded: {found[0].Reason}"
            : $"{ready.Count} processes are named {name} ({string.Join(", ", ready.Select(one => one.Pid))}); "
                + "choose one with --pid.";
        return chosen is not null;
    }
}
