using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Bytes;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes records of single events: exceptions, sampled allocations, samples, and changes of the thread pool. Not safe
/// for concurrent use.
/// </summary>
internal sealed class MomentInterpreter(Interpretation shared) : IEventInterpreter
{
    private const int VersionWithType = 2;
    private const long MaxBytes = 1L << 60;
    private const uint FlagRethrown = 4;
    private const uint SampleExternal = 1;
    private const uint SampleManaged = 2;

    private static readonly string[] PoolReasons =
    [
        "warming up", "initializing", "trying another number", "climbing", "change of throughput", "stabilizing",
        "starvation", "threads timed out", "cooperative blocking",
    ];

    private static readonly EventField ExceptionType = RuntimeEventTable.Field("Type", RuntimeEventId.ExceptionThrown);
    private static readonly EventField ExceptionFlags =
        RuntimeEventTable.Field("Flags", RuntimeEventId.ExceptionThrown);

    private static readonly EventField Message = RuntimeEventTable.Field("Message", RuntimeEventId.ExceptionThrown);
    private static readonly EventField Bytes = RuntimeEventTable.Field("AmountBytes", RuntimeEventId.GCAllocationTick);
    private static readonly EventField Bytes64 =
        RuntimeEventTable.Field("Amount64Bytes", RuntimeEventId.GCAllocationTick);

    private static readonly EventField TypeName = RuntimeEventTable.Field("TypeName", RuntimeEventId.GCAllocationTick);
    private static readonly EventField NewCount =
        RuntimeEventTable.Field("NewCount", RuntimeEventId.ThreadPoolAdjustment);

    private static readonly EventField Reason = RuntimeEventTable.Field("Reason", RuntimeEventId.ThreadPoolAdjustment);
    private static readonly EventField SampleType = new("Type", RuntimeEventTable.ThreadSample);
    private readonly PollFrames _pollFrames = new();
    private readonly IdleFrames _idleFrames = new(shared.Stacks.Table);
    private readonly TypeNameCache _typeNames = new();
    private readonly CpuWeights _weights = new(shared.Index.Facts.Manifest);
    private readonly ThrowFrames _throwFrames = new(shared.Stacks.Table);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.ExceptionThrown) => If(ModelNeeds.Exceptions, AddException),
        (RuntimeProvider.Name, RuntimeEventId.GCAllocationTick) => If(ModelNeeds.Allocations, AddAllocation),
        (RuntimeProvider.Name, RuntimeEventId.ThreadPoolAdjustment) => If(ModelNeeds.PoolAdjustments, AddAdjustment),
        (RuntimeProvider.SampleProfilerName, 0) => If(ModelNeeds.Samples, AddSample),
        _ when UniversalEvents.IsCpuSample(row) => If(ModelNeeds.Samples, AddCpuSample),
        _ when UniversalEvents.IsSwitch(row) => If(ModelNeeds.OffCpuTimes, AddOffCpuTime),
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private InterpretEvent? If(ModelNeeds kind, InterpretEvent interpret) =>
        shared.Sink.Needs.HasFlag(kind) ? interpret : null;

    // An id is any number of 64 bits.
    private static long ThreadOf(in NetTraceEvent current) => unchecked((long)current.ThreadId);

    private StackId StackOf(in NetTraceEvent current) => shared.Stacks.Find(current.StackId, current.At);

    private void AddException(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        StackId stack = StackOf(current);
        bool isFlagged = payload.IsRead && (payload.Number32(ExceptionFlags) & FlagRethrown) != 0;
        shared.Sink.Add(new ExceptionRecord(
            at,
            ThreadOf(current),
            _typeNames.Readable(payload.Utf16(ExceptionType)),
            FileText.Shorten(payload.Text(Message)),
            stack)
        {
            IsRethrown = isFlagged ? true : _throwFrames.IsRethrow(stack),
            Request = shared.RequestOf(current.ActivityId),
        });
    }

    private void AddAllocation(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (!payload.IsRead)
        {
            return;
        }

        bool hasType = current.Row.Version >= VersionWithType;
        ulong declared = hasType ? payload.Number(Bytes64) : payload.Number32(Bytes);
        string type = _typeNames.Readable(payload.Utf16(TypeName));
        long bytes = (long)Math.Min(declared, MaxBytes);
        shared.Sink.Add(new AllocationSample(at, ThreadOf(current), type, bytes, StackOf(current))
        {
            Request = shared.RequestOf(current.ActivityId),
        });
    }

    private void AddAdjustment(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (payload.IsRead)
        {
            uint reason = payload.Number32(Reason);
            PoolAdjustmentCause cause = reason switch
            {
                RuntimeReasons.Starvation => PoolAdjustmentCause.Starvation,
                RuntimeReasons.CooperativeBlocking => PoolAdjustmentCause.Blocking,
                _ when reason < PoolReasons.Length => PoolAdjustmentCause.Tuning,
                _ => PoolAdjustmentCause.Unknown,
            };
            string words = reason < PoolReasons.Length ? PoolReasons[reason] : $"reason {reason}";
            shared.Sink.Add(new PoolAdjustment(at, payload.Number32(NewCount), cause, words));
        }
    }

    private void AddCpuSample(in NetTraceEvent current, TraceTime at, in EventPayload payload) =>
        shared.Sink.Add(new Sample(SampleKind.Cpu, at, ThreadOf(current), StackOf(current))
        {
            CpuNanoseconds = _weights.Of(current.Payload),
        });

    // The event is at the end of the time, which it contains in ticks of the trace's clock. A thread may have waited
    // for longer than the window.
    private void AddOffCpuTime(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        ByteCursor cursor = new(current.Payload);
        if (cursor.TryReadVarUInt64(out ulong ticks))
        {
            long start = unchecked(current.At.Value - (long)Math.Min(ticks, (ulong)Math.Max(0, current.At.Value)));
            TraceTime since = shared.Index.Clock.ToTime(new TraceTicks(start));
            TimeRange range = new(
                TraceTime.Max(TraceTime.Start, since), at, IsOpenAtStart: since < TraceTime.Start, IsOpenAtEnd: false);
            shared.Sink.Add(new OffCpuTime(range, ThreadOf(current), StackOf(current)));
        }
    }

    private void AddSample(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        SampleKind kind = payload.Number32(SampleType) switch
        {
            SampleManaged => SampleKind.Managed,
            SampleExternal => SampleKind.Native,
            _ => SampleKind.Unknown,
        };
        StackId stack = _pollFrames.Without(StackOf(current), shared.Stacks.Table);
        bool isIdle = kind == SampleKind.Managed && _idleFrames.IsIdle(stack);
        shared.Sink.Add(new Sample(isIdle ? SampleKind.Native : kind, at, ThreadOf(current), stack));
    }
}
