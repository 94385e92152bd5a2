using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes readings of the events of the operating system's figures, and counters of them. A column that an event does
/// not have is unknown. Not safe for concurrent use.
/// </summary>
internal sealed class FigureInterpreter(Interpretation shared) : IEventInterpreter
{
    private readonly bool _needsReadings = shared.Sink.Needs.HasFlag(ModelNeeds.Figures);
    private readonly FigureCounters? _counters =
        shared.Sink.Needs.HasFlag(ModelNeeds.Counters) ? new FigureCounters(shared.Sink) : null;

    /// <summary>Whether the event of a row shows that figures were recorded.</summary>
    public static bool IsEvidence(MetadataRow row) => row.Provider == FigureBlocks.Provider;

    /// <summary>Whether figures from before the window are required too.</summary>
    public static bool TakesEarlier(MetadataRow row, ModelNeeds needs) =>
        needs.HasFlag(ModelNeeds.EarlierFigures) && IsEvidence(row);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        FigureEvent? described =
            IsEvidence(row) ? FigureTable.Events.FirstOrDefault(one => one.Name == row.Name) : null;
        if (described is null)
        {
            return null;
        }

        EventSchema schema = shared.Schemas.Of(row);
        int textIndex = described.TextName is { } name ? schema.IndexOf(name) : -1;
        int[] indexes = [.. described.Columns.Select(column => schema.IndexOf(column.Name))];
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            bool isThread = described == FigureTable.BusyThread;
            Add(new FigureReading(
                at,
                described,
                isThread ? unchecked((long)current.ThreadId) : 0,
                TextOf(schema, textIndex, current.Payload),
                ValuesOf(schema, indexes, current.Payload))
            {
                IsEarlier = current.IsAdded,
            });
        };
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private static string TextOf(EventSchema schema, int index, ReadOnlySpan<byte> payload) =>
        schema.TryRead(payload, index, out FieldValue text) ? FileText.ShortenName(text.ToText()) : "";

    private static long[] ValuesOf(EventSchema schema, int[] indexes, ReadOnlySpan<byte> payload)
    {
        long[] values = new long[indexes.Length];
        for (int index = 0; index < values.Length; index++)
        {
            bool isKnown = schema.TryRead(payload, indexes[index], out FieldValue value)
                & value.TryInteger(out Int128 figure);
            values[index] = isKnown
                ? (long)Int128.Clamp(figure, FigureTable.Unknown, FigureTable.NoLimit)
                : FigureTable.Unknown;
        }

        return values;
    }

    private void Add(in FigureReading reading)
    {
        if (_needsReadings)
        {
            shared.Sink.Add(reading);
        }

        if (!reading.IsEarlier)
        {
            _counters?.Add(reading);
        }
    }
}
