using Contrail.Discovery;
using Contrail.Processes;
using Contrail.Tool.Commands;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Searches repeatedly for the only process with a name that can be recorded and was not recorded before.
/// Not safe for concurrent use.
/// </summary>
internal sealed class NamedSearch
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(30);

    /// <summary>A starting or exiting process is briefly not recordable, which is not reported.</summary>
    private static readonly TimeSpan ProblemAfter = TimeSpan.FromSeconds(2);

    private readonly Func<IReadOnlyList<ListedTarget>> _list;
    private readonly Func<int, ulong?> _startOf;
    private readonly TimeProvider _time;
    private readonly HashSet<FoundProcess> _excluded = [];
    private FoundProcess? _delayed;
    private long _delayedAt;
    private TimeSpan _delay;
    private long? _problemSince;

    /// <param name="name">The name.</param>
    /// <param name="list">Lists the processes with that name.</param>
    /// <param name="startOf">Returns the start of a process in kernel clock ticks; null if it does not exist.</param>
    /// <param name="time">The clock.</param>
    public NamedSearch(
        string name, Func<IReadOnlyList<ListedTarget>> list, Func<int, ulong?> startOf, TimeProvider time)
    {
        Name = name;
        _list = list;
        _startOf = startOf;
        _time = time;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Creates a search among the processes of this machine.</summary>
    public static NamedSearch OfMachine(string name)
    {
        ProcDirectory proc = new();
        NamedListing listing = TargetListing.Repeated(name);
        return new NamedSearch(
            name, () => NamedTarget.List(listing), pid => proc.Stat(pid)?.StartTicks, TimeProvider.System);
    }

    /// <summary>Searches once.</summary>
    public SearchResult Look()
    {
        _excluded.RemoveWhere(process => _startOf(process.Pid) != process.StartTicks);
        List<ListedTarget> candidates =
            [.. _list().Where(target => Identify(target) is { } process && !_excluded.Contains(process))];
        bool isOneReady = candidates.Count(target => target.Status == Attachability.Ready) == 1;
        bool isChosen = NamedTarget.TryChoose(Name, candidates, out int pid, out string problem);
        if (isOneReady && isChosen && _startOf(pid) is { } start)
        {
            _problemSince = null;
            FoundProcess found = new(pid, start);
            return new SearchResult(IsDelayed(found) ? null : found, null);
        }

        if (candidates.Count == 0)
        {
            _problemSince = null;
            return default;
        }

        _problemSince ??= _time.GetTimestamp();
        return _time.GetElapsedTime(_problemSince.Value) < ProblemAfter ? default
            : isChosen ? new SearchResult(null, $"Process {pid} cannot be recorded: {candidates[0].Reason}")
            : new SearchResult(null, problem);
    }

    /// <summary>
    /// Excludes a process whose recording has ended until it exits: it may be exiting, or the recorder may have
    /// detached from it.
    /// </summary>
    public void Exclude(FoundProcess process) => _excluded.Add(process);

    /// <summary>Delays a process that could not be recorded; the delay grows with each call for it.</summary>
    public void Delay(FoundProcess process)
    {
        _delay = _delayed != process ? FirstDelay : _delay * 2 < MaxDelay ? _delay * 2 : MaxDelay;
        _delayed = process;
        _delayedAt = _time.GetTimestamp();
    }

    private FoundProcess? Identify(ListedTarget target) =>
        _startOf(target.Pid) is { } start ? new FoundProcess(target.Pid, start) : null;

    private bool IsDelayed(FoundProcess process) =>
        process == _delayed && _time.GetElapsedTime(_delayedAt) < _delay;
}
