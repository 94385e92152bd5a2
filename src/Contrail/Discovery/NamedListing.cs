using Contrail.Processes;

namespace Contrail.Discovery;

/// <summary>
/// Lists the .NET processes of one name, again and again. The name is compared first, because to inspect a process
/// takes many times as long, and a process of another name is remembered. Not safe for concurrent use.
/// </summary>
internal sealed class NamedListing
{
    /// <summary>
    /// A program can replace itself by the same one with other arguments, which changes neither of the remembered
    /// values. So the arguments are read again, at the latest after this number of listings.
    /// </summary>
    private const int MaxSkipped = 16;

    private readonly string _name;
    private readonly ProcDirectory _proc;
    private readonly Func<IReadOnlyList<int>, IReadOnlyList<ListedTarget>> _inspect;
    private Dictionary<int, Rejected> _rejected = [];

    /// <param name="name">The name, in upper or lower case.</param>
    /// <param name="proc">The processes.</param>
    /// <param name="inspect">Inspects processes, and returns those of .NET.</param>
    public NamedListing(
        string name, ProcDirectory proc, Func<IReadOnlyList<int>, IReadOnlyList<ListedTarget>> inspect)
    {
        _name = name;
        _proc = proc;
        _inspect = inspect;
    }

    /// <summary>Lists once.</summary>
    public IReadOnlyList<ListedTarget> List()
    {
        Dictionary<int, Rejected> before = _rejected;
        _rejected = [];
        List<int> candidates = [.. _proc.Pids().Where(pid => IsCandidate(pid, before))];
        return candidates.Count == 0 ? [] : [.. _inspect(candidates).Where(target => IsNamed(target.Name))];
    }

    private bool IsCandidate(int pid, Dictionary<int, Rejected> before)
    {
        if (ProgramIdentity.Of(_proc, pid) is not { } program)
        {
            return false;
        }

        bool isKnown = before.TryGetValue(pid, out Rejected known) && known.Program == program;
        if (isKnown && known.SkippedCount < known.SkipCount)
        {
            _rejected[pid] = known with { SkippedCount = known.SkippedCount + 1 };
            return false;
        }

        if (IsNamed(TargetListing.NameOf(_proc.Arguments(pid), program.Name)))
        {
            return true;
        }

        int skipCount = isKnown ? Math.Min(MaxSkipped, Math.Max(1, known.SkipCount * 2)) : 0;
        _rejected[pid] = new Rejected(program, 0, skipCount);
        return false;
    }

    private bool IsNamed(string name) => name.Equals(_name, StringComparison.OrdinalIgnoreCase);

    private readonly record struct Rejected(ProgramIdentity Program, int SkippedCount, int SkipCount);
}
