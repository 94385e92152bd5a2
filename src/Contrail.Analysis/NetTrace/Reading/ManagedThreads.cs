using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Which thread had a managed id at a moment. The runtime uses these ids again, so the creations and ends of threads
/// are followed; a thread without a creation in the file is found in the rundown. Not safe for concurrent use.
/// </summary>
internal sealed class ManagedThreads
{
    private const int MaxEvents = 50_000;
    private const int MaxListed = 16;

    private static readonly EventField EndedHandle =
        RuntimeEventTable.Field("ManagedThreadId", RuntimeEventId.ThreadTerminated);

    private readonly Dictionary<uint, List<(long At, ThreadIdentity Thread)>> _created = [];
    private readonly HashSet<(ulong Handle, uint OSThreadId)> _known = [];
    private readonly Dictionary<uint, List<ThreadIdentity>> _listed = [];
    private readonly Dictionary<ulong, List<long>> _ended = [];
    private int _count;
    private bool _isSorted;

    /// <summary>Whether the events of a row are about threads.</summary>
    public static bool IsUsed(MetadataRow row) =>
        row is { Provider: RuntimeProvider.RundownName, EventId: RundownEventId.Thread }
            or
        {
            Provider: RuntimeProvider.Name,
            EventId: RuntimeEventId.ThreadCreated or RuntimeEventId.ThreadTerminated,
        };

    /// <summary>Adds an event of a row for which <see cref="IsUsed(MetadataRow)"/> is true.</summary>
    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        bool isListed = row.Provider == RuntimeProvider.RundownName;
        if (isListed || row.EventId == RuntimeEventId.ThreadCreated)
        {
            if (ThreadIdentity.Read(row.Version, current.Payload, trace.PointerBytes) is { } thread && TryCount())
            {
                AddThread(thread, current.At, isListed);
            }
        }
        else
        {
            EventPayload end = RuntimePayload.Read(row, current.Payload, trace.PointerBytes);
            if (end.IsRead && TryCount())
            {
                ListOf(_ended, end.Number(EndedHandle)).Add(current.At.Value);
            }
        }
    }

    /// <summary>Whether any thread is known to have had this managed id.</summary>
    public bool IsUsed(ulong managedId) =>
        managedId <= uint.MaxValue && (_created.ContainsKey((uint)managedId) || _listed.ContainsKey((uint)managedId));

    /// <summary>The operating system's id of the thread with a managed id at a moment; null if it is unknown.</summary>
    public uint? Find(ulong managedId, TraceTicks at)
    {
        // Beyond the limit a thread can be missing, and an earlier one would be found in its place.
        if (managedId > uint.MaxValue || _count >= MaxEvents)
        {
            return null;
        }

        Sort();
        (long since, ThreadIdentity? found) = Newest((uint)managedId, at.Value);
        found ??= Listed((uint)managedId);
        return found is { } thread && !HasEnded(thread.Handle, since, at.Value) ? thread.OSThreadId : null;
    }

    private static List<TItem> ListOf<TKey, TItem>(Dictionary<TKey, List<TItem>> lists, TKey key)
        where TKey : notnull
    {
        if (!lists.TryGetValue(key, out List<TItem>? list))
        {
            lists.Add(key, list = []);
        }

        return list;
    }

    private bool TryCount() => _count < MaxEvents && ++_count < MaxEvents;

    private void AddThread(in ThreadIdentity thread, TraceTicks at, bool isListed)
    {
        if (!isListed)
        {
            ListOf(_created, thread.ManagedId).Add((at.Value, thread));
            _known.Add((thread.Handle, thread.OSThreadId));
        }
        else if (ListOf(_listed, thread.ManagedId) is { Count: < MaxListed } listed && !listed.Contains(thread))
        {
            listed.Add(thread);
        }
    }

    // The blocks of a file are not in the order of time.
    private void Sort()
    {
        if (!_isSorted)
        {
            _isSorted = true;
            foreach (List<(long At, ThreadIdentity Thread)> created in _created.Values)
            {
                created.Sort(static (left, right) => left.At.CompareTo(right.At));
            }

            foreach (List<long> ended in _ended.Values)
            {
                ended.Sort();
            }
        }
    }

    private (long Since, ThreadIdentity? Thread) Newest(uint managedId, long at)
    {
        List<(long At, ThreadIdentity Thread)> created = _created.GetValueOrDefault(managedId, []);
        int low = 0;
        int high = created.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = created[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return low > 0 ? (created[low - 1].At, created[low - 1].Thread) : (long.MinValue, null);
    }

    // A thread that was created in the window had its id only from then on.
    private ThreadIdentity? Listed(uint managedId)
    {
        List<ThreadIdentity> earlier = _listed.GetValueOrDefault(managedId, [])
            .FindAll(thread => !_known.Contains((thread.Handle, thread.OSThreadId)));
        return earlier.Count == 1 ? earlier[0] : null;
    }

    private bool HasEnded(ulong handle, long since, long at)
    {
        if (!_ended.TryGetValue(handle, out List<long>? ends))
        {
            return false;
        }

        int index = ends.BinarySearch(since);
        index = index < 0 ? ~index : index;
        return index < ends.Count && ends[index] <= at;
    }
}
