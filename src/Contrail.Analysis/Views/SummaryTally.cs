using Contrail.Analysis.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.Views;

/// <summary>Passes each event to the tallies that count it. Not thread-safe.</summary>
internal sealed class SummaryTally : INetTraceVisitor
{
    private readonly FactsTally _facts = new();
    private readonly EventTally _events = new();
    private readonly CollectionTally _collections = new();
    private readonly ExceptionTally _exceptions = new();
    private readonly ContentionTally _contention = new();
    private readonly HandleWaitTally _handleWaits = new();
    private readonly AllocationTally _allocations = new();
    private readonly ThreadTally _threads = new();
    private readonly SampleTally _samples = new();

    /// <inheritdoc/>
    public void OnTrace(TraceObject trace) => _facts.OnTrace(trace);

    /// <inheritdoc/>
    public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        _facts.OnFrame(kind, payload);
        _samples.OnFrame(kind, payload, _facts.Trace!);
    }

    /// <inheritdoc/>
    public void OnEvent(MetadataRow row, in EventBlockReader current)
    {
        _facts.OnEvent(row, current);
        bool isRundown = row.Provider == RuntimeProvider.RundownName;
        bool isRuntime = row.Provider == RuntimeProvider.Name;
        if (isRundown || isRuntime)
        {
            _samples.AddSymbol(isRundown ? SymbolOrigin.Rundown : SymbolOrigin.Live, row, current);
        }

        if (isRuntime)
        {
            AddFromBefore(row, current);
        }

        if (FactsTally.IsAdded(current) || row.Provider == OwnEvents.ManifestProvider)
        {
            return;
        }

        _events.Add(row);
        if (!isRundown)
        {
            _threads.Add(current);
        }

        if (isRuntime)
        {
            AddRuntime(row, current);
        }
        else if (row.Provider == RuntimeProvider.SampleProfilerName)
        {
            _samples.Add(current, _facts.Trace!);
        }
    }

    /// <summary>What there was in all; false if it was no nettrace stream.</summary>
    public bool TryConclude(NetTraceReader reader, out TraceSummary? summary, out string fault)
    {
        summary = null;
        if (!_facts.TryConclude(reader, out TraceFileFacts? facts, out fault))
        {
            return false;
        }

        TraceWindow window = new(facts!);
        summary = new TraceSummary
        {
            Facts = facts!,
            Coverage = new CoverageFinder(facts!.Manifest, _events).Find(),
            Providers = _events.Conclude(),
            Collections = _collections.Conclude(window, facts!.Trace, complete: facts.EventsLost == 0),
            Exceptions = _exceptions.Conclude(window),
            Allocations = _allocations.Conclude(),
            Contention = _contention.Conclude(window) with
            {
                HandleWaitsAtEnd = _handleWaits.OpenCount,
                HandleWaitsSinceBefore = _handleWaits.CarriedCount,
            },
            Threads = _threads.Conclude(),
            Samples = _samples.Conclude(),
        };
        return true;
    }

    // What a recorder added is from before the window.
    private void AddFromBefore(MetadataRow row, in EventBlockReader current)
    {
        if (row.EventId == RuntimeEventId.ContentionStart && FactsTally.IsAdded(current))
        {
            _contention.AddCarried(row, current, _facts.Trace!);
        }
        else if (row.EventId == RuntimeEventId.WaitHandleWaitStart && FactsTally.IsAdded(current))
        {
            _handleWaits.AddStart(current.ThreadId, isCarried: true);
        }
        else if (row.EventId == RuntimeEventId.ThreadCreated)
        {
            _threads.AddCreation(row, current, _facts.Trace!);
        }
    }

    private void AddRuntime(MetadataRow row, in EventBlockReader current)
    {
        TraceObject trace = _facts.Trace!;
        switch (row.EventId)
        {
            case RuntimeEventId.ExceptionThrown:
                _exceptions.Add(row, current, trace);
                break;
            case RuntimeEventId.GCAllocationTick:
                _allocations.Add(row, current, trace);
                break;
            case RuntimeEventId.ContentionStart:
                _contention.AddStart(row, current, trace);
                break;
            case RuntimeEventId.ContentionStop:
                _contention.AddStop(row, current, trace);
                break;
            case RuntimeEventId.WaitHandleWaitStart:
                _handleWaits.AddStart(current.ThreadId, isCarried: false);
                break;
            case RuntimeEventId.WaitHandleWaitStop:
                _handleWaits.AddStop(current.ThreadId);
                break;
            case RuntimeEventId.ThreadPoolWorkerStart:
                _threads.AddPoolWorker(current);
                break;
            case RuntimeEventId.ThreadPoolAdjustment:
                _threads.AddAdjustment(row, current, trace);
                break;
            default:
                _collections.Add(row, current, trace);
                break;
        }
    }
}
