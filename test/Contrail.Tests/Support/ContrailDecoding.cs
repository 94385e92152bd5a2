using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>The events of a file as Contrail decodes them, in the order of time.</summary>
internal sealed class ContrailDecoding : IOrderedEventVisitor
{
    private readonly List<DecodedEvent> _events = [];
    private readonly TraceObject _trace;
    private readonly EventSchemas _schemas;

    private ContrailDecoding(TraceObject trace)
    {
        _trace = trace;
        _schemas = new EventSchemas(trace.PointerBytes);
    }

    public static IReadOnlyList<DecodedEvent> Of(byte[] file)
    {
        using MemoryStream facts = new(file);
        Assert.True(TraceFileFacts.TryRead(facts, out TraceFileFacts? known, out _));
        ContrailDecoding decoding = new(known!.Trace);
        OrderedEvents ordered = new(decoding);
        using MemoryStream stream = new(file);
        TraceStream.ReadToEnd(stream, ordered, CancellationToken.None);
        ordered.Complete();
        return decoding._events;
    }

    public bool IsRequired(MetadataRow row) => true;

    public void OnStacks(ReadOnlySpan<byte> block)
    {
    }

    public void OnRegionEnd()
    {
    }

    public void OnEvent(in NetTraceEvent current)
    {
        List<(string, string)> fields = [];
        FieldReader reader = new(_schemas.Of(current.Row), current.Payload);
        while (reader.MoveNext())
        {
            fields.Add((reader.Current.Field.Name, reader.Current.ToText(int.MaxValue / 2)));
        }

        double milliseconds = current.At.Since(_trace.SyncTicks) * 1000.0 / _trace.TicksPerSecond;
        _events.Add(new DecodedEvent(
            current.Row.Provider,
            current.Row.EventId,
            EventNames.Of(current.Row),
            current.ThreadId,
            milliseconds,
            current.ActivityId,
            current.RelatedActivityId)
        { Fields = fields });
    }
}
