using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes records of the objects whose finalizers run, at the end: the names of their types can follow. Not safe for
/// concurrent use.
/// </summary>
internal sealed class FinalizationInterpreter(Interpretation shared) : IEventInterpreter
{
    private const int MaxHeld = 100_000;

    private static readonly EventField FinalizedType =
        RuntimeEventTable.Field("TypeId", RuntimeEventId.FinalizeObject);

    private static readonly EventField AllocatedType =
        RuntimeEventTable.Field("TypeId", RuntimeEventId.GCAllocationTick);

    private static readonly EventField TypeName = RuntimeEventTable.Field("TypeName", RuntimeEventId.GCAllocationTick);

    private readonly DescribedTypes _types = new();
    private readonly List<(TraceTime At, ulong TypeId)> _held = [];

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.FinalizeObject) => AddObject,
        (RuntimeProvider.Name, RuntimeEventId.BulkType) => AddTypes,
        (RuntimeProvider.Name, RuntimeEventId.GCAllocationTick) => AddAllocated,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete()
    {
        _held.ForEach(one => Pass(one.At, one.TypeId));
        _held.Clear();
    }

    private void AddObject(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        ulong typeId = payload.Number(FinalizedType);
        if (_held.Count < MaxHeld && !_types.IsKnown(typeId))
        {
            _held.Add((at, typeId));
        }
        else
        {
            Pass(at, typeId);
        }
    }

    private void AddTypes(in NetTraceEvent current, TraceTime at, in EventPayload payload) =>
        _types.AddBulk(current.Payload);

    private void AddAllocated(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        ulong typeId = payload.Number(AllocatedType);
        if (payload.Has(TypeName) && !_types.IsKnown(typeId))
        {
            _types.Add(typeId, payload.Text(TypeName));
        }
    }

    private void Pass(TraceTime at, ulong typeId) =>
        shared.Sink.Add(new FinalizedObject(at, _types.Find(typeId)));
}
