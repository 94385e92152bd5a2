using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes log records of the event source of Microsoft.Extensions.Logging. It can write a message in several forms at
/// once: the most readable one that the file has is taken. Not safe for concurrent use.
/// </summary>
internal sealed class LogInterpreter : IEventInterpreter
{
    private readonly Interpretation _shared;
    private readonly int _form;

    /// <param name="shared">What all interpreters share.</param>
    public LogInterpreter(Interpretation shared)
    {
        _shared = shared;
        _form = Enumerable.Range(0, LogEvent.FormCount).FirstOrDefault(
            form => shared.Index.Events.Any(row => LogEvent.FormOf(row.Provider, row.Name) == form), int.MaxValue);
    }

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if (LogEvent.FormOf(row.Provider, row.Name) != _form)
        {
            return null;
        }

        EventSchema schema = _shared.Schemas.Of(row);
        LogEvent log = new(schema);
        FieldPath? json = FieldPath.Resolve(schema, "ExceptionJson");
        FieldPattern exception = new(schema, "{Exception.TypeName}: {Exception.Message}");
        FieldPattern trace = new(schema, "{ActivityTraceId}");
        FieldPattern span = new(schema, "{ActivitySpanId}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            string failure = json is null ? exception.Of(current.Payload) : Read(json, current.Payload);
            _shared.Sink.Add(new LogRecord(at, 0, log.Category(current.Payload), log.Message(current.Payload))
            {
                Severity = log.Level(current.Payload) is { } level ? LogSeverity.Trace + level : LogSeverity.Unknown,
                ExecutionId = unchecked((long)current.ThreadId),
                Exception = failure is ": " or "{}" ? "" : failure,
                TraceId = trace.Of(current.Payload),
                SpanId = span.Of(current.Payload),
            });
        };
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    private static string Read(FieldPath path, ReadOnlySpan<byte> untrusted) =>
        path.TryRead(untrusted, out FieldValue value)
            ? FileText.Shorten(value.ToText(FileText.MaxChars))
            : "";
}
