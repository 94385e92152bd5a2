using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes log records of the event source of Microsoft.Extensions.Logging. It can write a message in several forms at
/// once: the most readable one that the file has is taken. Not safe for concurrent use.
/// </summary>
internal sealed class LogInterpreter : IEventInterpreter
{
    public const string Provider = "Microsoft-Extensions-Logging";

    /// <summary>Levels of that source, from trace to critical.</summary>
    private const int MaxLevel = 5;

    private static readonly string[] Forms = ["FormattedMessage", "MessageJson", "Message"];

    private readonly Interpretation _shared;
    private readonly string? _form;

    /// <param name="shared">What all interpreters share.</param>
    public LogInterpreter(Interpretation shared)
    {
        _shared = shared;
        _form = Array.Find(
            Forms, form => shared.Index.Events.Any(row => row.Provider == Provider && row.Name == form));
    }

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if (row.Provider != Provider || row.Name != _form)
        {
            return null;
        }

        EventSchema schema = _shared.Schemas.Of(row);
        FieldPattern level = new(schema, "{Level}");
        FieldPattern category = new(schema, "{LoggerName}");
        FieldPath? message = FieldPath.Resolve(schema, "FormattedMessage") ?? FieldPath.Resolve(schema, "Arguments");
        FieldPath? json = FieldPath.Resolve(schema, "ExceptionJson");
        FieldPattern exception = new(schema, "{Exception.TypeName}: {Exception.Message}");
        FieldPattern trace = new(schema, "{ActivityTraceId}");
        FieldPattern span = new(schema, "{ActivitySpanId}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            string failure = json is null ? exception.Of(current.Payload) : Read(json, current.Payload);
            _shared.Sink.Add(new LogRecord(at, 0, category.Of(current.Payload), Read(message, current.Payload))
            {
                Severity = SeverityOf(level.Of(current.Payload)),
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

    private static string Read(FieldPath? path, ReadOnlySpan<byte> untrusted) =>
        path is not null && path.TryRead(untrusted, out FieldValue value)
            ? FileText.Shorten(value.ToText(FileText.MaxChars))
            : "";

    private static LogSeverity SeverityOf(string level) =>
        int.TryParse(level, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= MaxLevel
            ? LogSeverity.Trace + number
            : LogSeverity.Unknown;
}
