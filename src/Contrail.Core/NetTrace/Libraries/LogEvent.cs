using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Payloads;

namespace Contrail.Core.NetTrace.Libraries;

/// <summary>
/// Reads a message of the event source of Microsoft.Extensions.Logging. Resolved once for a row. Immutable.
/// </summary>
internal sealed class LogEvent
{
    /// <summary>The event source.</summary>
    public const string Provider = "Microsoft-Extensions-Logging";

    /// <summary>Levels of that source, from trace to critical.</summary>
    private const int MaxLevel = 5;

    private static readonly string[] Forms = ["FormattedMessage", "MessageJson", "Message"];

    private readonly FieldPattern _level;
    private readonly FieldPattern _category;
    private readonly FieldPath? _message;

    /// <param name="schema">The schema of the row.</param>
    public LogEvent(EventSchema schema)
    {
        _level = new FieldPattern(schema, "{Level}");
        _category = new FieldPattern(schema, "{LoggerName}");
        _message = FieldPath.Resolve(schema, "FormattedMessage") ?? FieldPath.Resolve(schema, "Arguments");
    }

    /// <summary>The number of forms.</summary>
    public static int FormCount => Forms.Length;

    /// <summary>
    /// The form in which an event contains a message, 0 for the most readable one; negative for other events.
    /// The source can write each message in several forms, the most readable one first.
    /// </summary>
    public static int FormOf(string provider, string name) =>
        provider == Provider ? Array.IndexOf(Forms, name) : -1;

    /// <summary>The level, from 0 (trace) to 5 (critical); null if it is none of these.</summary>
    public int? Level(ReadOnlySpan<byte> untrusted) => int.TryParse(
        _level.Of(untrusted), NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level <= MaxLevel
        ? level
        : null;

    /// <summary>The category.</summary>
    public string Category(ReadOnlySpan<byte> untrusted) => _category.Of(untrusted);

    /// <summary>The message, or its arguments if the event does not contain the message.</summary>
    public string Message(ReadOnlySpan<byte> untrusted) =>
        _message is not null && _message.TryRead(untrusted, out FieldValue value)
            ? FileText.Shorten(value.ToText(FileText.MaxChars))
            : "";
}
