using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes records of the methods that were compiled while the trace was recorded; of the start of a compilation only if
/// the trace contains its end. Not safe for concurrent use.
/// </summary>
internal sealed class CompilationInterpreter(Interpretation shared) : IEventInterpreter
{
    /// <summary>A thread compiles one method within another at most some times.</summary>
    private const int MaxStarted = 10_000;

    private const uint DynamicFlag = 1;
    private const uint JittedFlag = 8;
    private const int TierShift = 7;
    private const int TierMask = 7;

    private static readonly EventField MethodId =
        RuntimeEventTable.Field("MethodId", RuntimeEventId.MethodJittingStarted, RuntimeEventId.MethodLoadVerbose);

    private static readonly EventField ModuleId =
        RuntimeEventTable.Field("ModuleId", RuntimeEventId.MethodLoadVerbose);

    private static readonly EventField Namespace =
        RuntimeEventTable.Field("Namespace", RuntimeEventId.MethodLoadVerbose);

    private static readonly EventField Name = RuntimeEventTable.Field("Name", RuntimeEventId.MethodLoadVerbose);
    private static readonly EventField Flags = RuntimeEventTable.Field("Flags", RuntimeEventId.MethodLoadVerbose);
    private static readonly EventField SizeBytes =
        RuntimeEventTable.Field("SizeBytes", RuntimeEventId.MethodLoadVerbose);

    private static readonly EventField ILSizeBytes =
        RuntimeEventTable.Field("ILSizeBytes", RuntimeEventId.MethodJittingStarted);

    private readonly Dictionary<(ulong Thread, ulong Method), Started> _started = [];

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.MethodJittingStarted) => AddStart,
        (RuntimeProvider.Name, RuntimeEventId.MethodLoadVerbose) => AddLoad,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete() => _started.Clear();

    private void AddStart(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (payload.IsRead && _started.Count < MaxStarted)
        {
            _started[(current.ThreadId, payload.Number(MethodId))] = new Started(
                at, payload.Number32(ILSizeBytes), shared.Stacks.Find(current.StackId, current.At));
        }
    }

    private void AddLoad(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        uint flags = payload.Number32(Flags);
        if (!payload.IsRead || (flags & JittedFlag) == 0)
        {
            return;
        }

        (ulong, ulong) key = (current.ThreadId, payload.Number(MethodId));
        bool isStarted = _started.Remove(key, out Started start);
        string type = payload.Text(Namespace);
        string name = type.Length > 0 ? $"{type}.{payload.Text(Name)}" : payload.Text(Name);
        CodeTier tier = CodeTier.Unknown + (int)((flags >> TierShift) & TierMask);
        shared.Sink.Add(new CompiledMethod(
            at, unchecked((long)current.ThreadId), FileText.ShortenName(TypeNames.Readable(name)), tier)
        {
            Nanoseconds = isStarted ? Math.Max(0, at.Nanoseconds - start.At.Nanoseconds) : null,
            Stack = start.Stack,
            CodeBytes = payload.Number32(SizeBytes),
            ILBytes = start.ILBytes,
            ModuleId = payload.Number(ModuleId),
            IsDynamic = (flags & DynamicFlag) != 0,
            Origin = (flags & DynamicFlag) != 0 ? FrameOrigin.Unknown : CodeOrigins.OfType(type),
        });
    }

    private readonly record struct Started(TraceTime At, uint ILBytes, StackId Stack);
}
