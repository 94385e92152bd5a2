using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>
/// What threads are for, as far as events contain it: the runtime's events contain no names of threads. An id that two
/// threads had has no role. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadRoles
{
    private static readonly EventField OSThreadIdField =
        RuntimeEventTable.Field("OSThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField ManagedThreadIdField =
        RuntimeEventTable.Field("ManagedThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField FlagsField =
        RuntimeEventTable.Field("Flags", RuntimeEventId.ThreadCreated);

    private const int MaxThreads = 10_000;
    private const uint FlagCollector = 1;
    private const uint FlagFinalizer = 2;
    private const uint FlagPoolWorker = 4;

    private const string PoolWorker = "thread pool";

    private readonly Dictionary<ulong, ulong> _created = [];
    private readonly Dictionary<ulong, string> _roles = [];
    private readonly HashSet<ulong> _ambiguous = [];

    /// <summary>Adds the creation of a thread, which another thread may have written.</summary>
    public void AddCreation(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (!RuntimePayload.TryRead(row, current, trace, out EventPayload creation))
        {
            return;
        }

        ulong threadId = creation.Number32(OSThreadIdField);
        ulong managedId = creation.Number(ManagedThreadIdField);
        if (_created.TryGetValue(threadId, out ulong known))
        {
            // An event that the recorder added may be in the file twice.
            _ = known == managedId || _ambiguous.Add(threadId);
        }
        else if (_created.Count < MaxThreads)
        {
            _created.Add(threadId, managedId);
            AddRole(threadId, Role(creation.Number32(FlagsField)));
        }
    }

    /// <summary>Adds the start of a worker of the thread pool, which the worker itself writes.</summary>
    public void AddPoolWorker(in EventBlockReader current) => AddRole(current.ThreadId, PoolWorker);

    /// <summary>The role of a thread; null where it is unknown.</summary>
    public string? Find(ulong threadId) =>
        _ambiguous.Contains(threadId) ? null : _roles.GetValueOrDefault(threadId);

    private static string? Role(uint flags) =>
        (flags & FlagFinalizer) != 0 ? "finalizer"
        : (flags & FlagCollector) != 0 ? "garbage collector"
        : (flags & FlagPoolWorker) != 0 ? PoolWorker
        : null;

    private void AddRole(ulong threadId, string? role)
    {
        if (role is not null && _roles.Count < MaxThreads)
        {
            _roles.TryAdd(threadId, role);
        }
    }
}
