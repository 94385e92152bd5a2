using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes spans of the commands of the event source of Microsoft.Data.SqlClient, whose events contain an id of the
/// command. Not safe for concurrent use.
/// </summary>
internal sealed class SqlClientInterpreter(Interpretation shared) : IEventInterpreter
{
    public const string Provider = "Microsoft.Data.SqlClient.EventSource";

    /// <summary>Bit of the state of a command: it succeeded.</summary>
    private const int Succeeded = 1;

    private readonly OpenSpans<string> _open = new(shared);

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.Name) switch
    {
        (Provider, "BeginExecute") => Begin(shared.Schemas.Of(row)),
        (Provider, "EndExecute") => End(shared.Schemas.Of(row)),
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete() => _open.Complete();

    private InterpretEvent Begin(EventSchema schema)
    {
        FieldPattern id = new(schema, "{objectId}");
        FieldPattern database = new(schema, "{databaseName}");
        FieldPattern command = new(schema, "{commandText}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            TimeRange range = new(at, at, IsOpenAtStart: false, IsOpenAtEnd: true);
            long thread = unchecked((long)current.ThreadId);
            StackId stack = shared.Stacks.Find(current.StackId, current.At);
            _open.Begin(
                id.Of(current.Payload),
                new Span(SpanKind.Sql, database.Of(current.Payload), thread, range)
                {
                    Target = command.Of(current.Payload),
                    Source = Provider,
                    Stack = stack,
                });
        };
    }

    private InterpretEvent End(EventSchema schema)
    {
        FieldPattern id = new(schema, "{objectId}");
        FieldPattern state = new(schema, "{compositeState}");
        FieldPattern error = new(schema, "{sqlExceptionNumber}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (!_open.TryEnd(id.Of(current.Payload), out Span span))
            {
                shared.Sink.OnUnpaired(ModelNeeds.Spans);
                return;
            }

            string number = error.Of(current.Payload);
            CultureInfo culture = CultureInfo.InvariantCulture;
            bool isFailed = int.TryParse(state.Of(current.Payload), NumberStyles.Integer, culture, out int bits)
                && (bits & Succeeded) == 0;
            shared.Sink.Add(span with
            {
                Range = span.Range with { End = at, IsOpenAtEnd = false },
                IsFailed = isFailed,
                Status = isFailed ? number : "",
            });
        };
    }
}
