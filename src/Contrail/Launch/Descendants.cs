using Contrail.Processes;

namespace Contrail.Launch;

/// <summary>Finds the .NET processes that a recorded program has started: they do not connect to its port.</summary>
internal static class Descendants
{
    /// <summary>Those that run now, started by it or by what it started; without <paramref name="pid"/>.</summary>
    public static IReadOnlyList<int> DotnetOf(int pid, ProcDirectory proc)
    {
        ILookup<int, int> children = proc.Pids().ToLookup(one => proc.Stat(one)?.ParentPid ?? 0);
        List<int> family = [pid];
        HashSet<int> seen = [pid];
        for (int index = 0; index < family.Count; index++)
        {
            // Read one after the other, the parents need not fit together: an id may have been given again.
            family.AddRange(children[family[index]].Where(seen.Add));
        }

        return [.. family.Skip(1).Where(one => proc.RuntimeIn(one) == RuntimePresence.Runtime)];
    }
}
