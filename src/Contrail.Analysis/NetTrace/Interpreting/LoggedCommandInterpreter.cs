using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes spans of the commands to a database that Entity Framework Core logs when they have ended, with their duration:
/// most of its databases have no event source. Not safe for concurrent use.
/// </summary>
internal sealed class LoggedCommandInterpreter(Interpretation shared) : IEventInterpreter
{
    private const string Category = "Microsoft.EntityFrameworkCore.Database.Command";
    private const string Executed = "Executed DbCommand (";
    private const string Failed = "Failed executing DbCommand (";
    private const string AfterDuration = "ms) ";
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row)
    {
        if ((row.Provider, row.Name) != (LogEvent.Provider, "FormattedMessage"))
        {
            return null;
        }

        EventSchema schema = shared.Schemas.Of(row);
        FieldPattern category = new(schema, "{LoggerName}");
        FieldPattern message = new(schema, "{FormattedMessage}");
        FieldPattern trace = new(schema, "{ActivityTraceId}");
        FieldPattern parent = new(schema, "{ActivitySpanId}");
        return (in NetTraceEvent current, TraceTime at, in EventPayload _) =>
        {
            if (category.Of(current.Payload) == Category
                && TryRead(message.Of(current.Payload), at, out Span command))
            {
                shared.Sink.Add(command with
                {
                    ExecutionId = unchecked((long)current.ThreadId),
                    TraceId = trace.Of(current.Payload),
                    ParentId = parent.Of(current.Payload),
                    Stack = shared.Stacks.Find(current.StackId, current.At),
                });
            }
        };
    }

    /// <inheritdoc/>
    public void Complete()
    {
    }

    // "Executed DbCommand (1,234ms) [Parameters=[…], CommandType='Text', …]", a new line, and the command.
    private static bool TryRead(string message, TraceTime at, out Span command)
    {
        command = default;
        bool isFailed = message.StartsWith(Failed, StringComparison.Ordinal);
        int start = isFailed ? Failed.Length : Executed.Length;
        int end = message.IndexOf(AfterDuration, StringComparison.Ordinal);
        int line = message.IndexOf('\n', StringComparison.Ordinal);
        bool isCommand = isFailed || message.StartsWith(Executed, StringComparison.Ordinal);
        if (!isCommand || end < start || line < end
            || !long.TryParse(
                message.AsSpan(start, end - start), NumberStyles.AllowThousands, CultureInfo.InvariantCulture,
                out long milliseconds))
        {
            return false;
        }

        TraceTime began = new(at.Nanoseconds - (long)((double)milliseconds * NanosecondsPerMillisecond));
        command = new Span(SpanKind.Sql, "command", 0, new TimeRange(began, at, false, false))
        {
            Target = string.Join(' ', message[(line + 1)..].Split('\n', StringSplitOptions.TrimEntries)),
            IsFailed = isFailed,
            Source = Category,
            DurationUnit = NanosecondsPerMillisecond,
        };
        return true;
    }
}
