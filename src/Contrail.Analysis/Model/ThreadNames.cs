namespace Contrail.Analysis.Model;

/// <summary>
/// What threads are for and how they are called, as far as a trace contains it. An id that two threads had has no role.
/// Not safe for concurrent use.
/// </summary>
internal sealed class ThreadNames
{
    /// <summary>More threads than a process has; a file may contain any number.</summary>
    private const int MaxThreads = 10_000;

    private readonly Dictionary<long, string> _roles = [];
    private readonly Dictionary<long, string> _names = [];
    private readonly HashSet<long> _ambiguous = [];

    /// <summary>The role of the workers of a thread pool.</summary>
    public const string PoolWorker = "thread pool";

    /// <summary>The threads that have a role or a name, in the order of their numbers.</summary>
    public IEnumerable<long> All => _roles.Keys.Union(_names.Keys).Where(id => TextOf(id) is not null).Order();

    /// <summary>Adds the role of a thread; the first one counts.</summary>
    public void Add(long threadId, string role)
    {
        if (_roles.Count < MaxThreads)
        {
            _roles.TryAdd(threadId, role);
        }
    }

    /// <summary>Adds the name that the operating system has for a thread; the last one counts.</summary>
    public void AddName(long threadId, string name)
    {
        if (name.Length > 0 && (_names.Count < MaxThreads || _names.ContainsKey(threadId)))
        {
            _names[threadId] = name;
        }
    }

    /// <summary>Two threads had this id.</summary>
    public void AddAmbiguous(long threadId) => _ambiguous.Add(threadId);

    /// <summary>Whether a thread is known to be a worker of the thread pool.</summary>
    public bool IsPoolThread(long threadId) => RoleOf(threadId) == PoolWorker;

    /// <summary>The role of a thread; null if it is unknown.</summary>
    public string? RoleOf(long threadId) =>
        _ambiguous.Contains(threadId) ? null : _roles.GetValueOrDefault(threadId);

    /// <summary>The name that the operating system has for a thread; null if it is unknown.</summary>
    public string? NameOf(long threadId) => _names.GetValueOrDefault(threadId);

    /// <summary>
    /// What a person calls a thread: its role, or the name that the operating system has for it; null if both are
    /// unknown.
    /// </summary>
    public string? TextOf(long threadId) => RoleOf(threadId) ?? NameOf(threadId);
}
