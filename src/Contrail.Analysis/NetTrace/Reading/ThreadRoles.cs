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

    private readonly Dictionary<ulong, ulong> _created = [];

    /// <summary>Whether the events of a row of the runtime show roles.</summary>
    public static bool IsUsed(MetadataRow row) => row.EventId is RuntimeEventId.ThreadCreated
        or RuntimeEventId.ThreadPoolWorkerStart or RuntimeEventId.ThreadPoolWorkerWait;

    /// <summary>Adds an event of a row for which <see cref="IsUsed"/> is true.</summary>
    public void Add(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (row.EventId == RuntimeEventId.ThreadCreated)
        {
            AddCreation(row, current, trace);
        }
        else if (!FactsTally.IsAdded(current))
        {
            // The worker itself writes it.
            names.Add(unchecked((long)current.ThreadId), ThreadNames.PoolWorker);
        }
    }

    // Another thread may have written it.
    private void AddCreation(MetadataRow row, in EventBlockReader current, TraceObject trace)
    {
        if (ThreadIdentity.Read(row.Version, current.Payload, trace.PointerBytes) is not { } thread)
        {
            return;
        }

        ulong threadId = thread.OSThreadId;
        if (_created.TryGetValue(threadId, out ulong known))
        {
            // An event that the recorder added may be in the file twice.
            if (known != thread.Handle)
            {
                names.AddAmbiguous((long)threadId);
            }
        }
        else if (_created.Count < MaxThreads)
        {
            _created.Add(threadId, thread.Handle);
            if (Role(thread.Flags) is { } role)
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
