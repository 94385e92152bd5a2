using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Finds what threads are for: the runtime's events contain no names of threads. Not safe for concurrent use.
/// </summary>
internal sealed class ThreadRoles(ThreadNames names)
{
    private const int MaxThreads = 10_000;
    private const uint FlagCollector = 1;
    private const uint FlagFinalizer = 2;
    private const uint FlagPoolWorker = 4;

    private static readonly EventField OSThreadId =
        RuntimeEventTable.Field("OSThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField ManagedThreadId =
        RuntimeEventTable.Field("ManagedThreadId", RuntimeEventId.ThreadCreated);

    private static readonly EventField Flags = RuntimeEventTable.Field("Flags", RuntimeEventId.ThreadCreated);

    private readonly Dictionary<ulong, ulong> _created = [];

    /// <summary>Adds an event of the runtime; one that shows no role is ignored.</summary>
    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (row.EventId == RuntimeEventId.ThreadCreated)
        {
            AddCreation(row, current, trace);
        }
        else if (row.EventId == RuntimeEventId.ThreadPoolWorkerStart && !FactsTally.IsAdded(current))
        {
            // The worker itself writes it.
            names.Add(unchecked((long)current.ThreadId), ThreadNames.PoolWorker);
        }
    }

    // Another thread may have written it.
    private void AddCreation(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        EventPayload creation = RuntimePayload.Read(row, current.Payload, trace.PointerBytes);
        if (!creation.IsRead)
        {
            return;
        }

        ulong threadId = creation.Number32(OSThreadId);
        ulong managedId = creation.Number(ManagedThreadId);
        if (_created.TryGetValue(threadId, out ulong known))
        {
            // An event that the recorder added may be in the file twice.
            if (known != managedId)
            {
                names.AddAmbiguous((long)threadId);
            }
        }
        else if (_created.Count < MaxThreads)
        {
            _created.Add(threadId, managedId);
            if (Role(creation.Number32(Flags)) is { } role)
            {
                names.Add((long)threadId, role);
            }
        }
    }

    private static string? Role(uint flags) =>
        (flags & FlagFinalizer) != 0 ? "finalizer"
        : (flags & FlagCollector) != 0 ? "garbage collector"
        : (flags & FlagPoolWorker) != 0 ? ThreadNames.PoolWorker
        : null;
}
