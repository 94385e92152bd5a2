using System.Globalization;
using System.Text;
using System.Text.Json;
using Contrail.Analysis.Export.Stacks;
using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Tables;

/// <summary>
/// Each event of a trace as one line of JSON: its time, thread, source, name, fields and stack. Not safe for concurrent
/// use.
/// </summary>
internal sealed class EventLinesExport : IExport
{
    private readonly Stream _output;
    private readonly Utf8JsonWriter _json;

    private EventLinesExport(Stream output)
    {
        _output = output;
        _json = new Utf8JsonWriter(output);
    }

    /// <summary>The format.</summary>
    public static ExportFormat Format { get; } = new(
        "ndjson", "jq, and anything that reads lines of JSON: every event", ".ndjson",
        static (stream, _) => new EventLinesExport(stream))
    {
        Next = "Read it with: jq . {0}",
    };

    /// <inheritdoc/>
    public IModelSink Open(ExportedFile file) => new Sink(this, file);

    /// <inheritdoc/>
    public void Complete() => _output.Flush();

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    private sealed class Sink(EventLinesExport export, ExportedFile file) : IModelSink
    {
        // The name of each frame of the table, by its number there: making and escaping the names of all stacks took a
        // third of the time.
        private readonly List<JsonEncodedText?> _frames = [];
        private readonly HashSet<string> _fieldNames = [];
        private TraceContext _context = TraceContext.Empty;

        public ModelNeeds Needs => ModelNeeds.Events | ModelNeeds.Stacks | ModelNeeds.Extent;

        public void OnBegin(TraceContext context) => _context = context;

        public void Add(in EventRecord one)
        {
            Utf8JsonWriter json = export._json;
            json.WriteStartObject();
            if (file.FileCount > 1)
            {
                json.WriteString("file"u8, file.Name);
            }

            json.WriteNumber("timeNs"u8, one.Time.Nanoseconds);
            if ((_context.Extent ?? default).ToUtc(one.Time) is { } utc)
            {
                json.WriteString("utc"u8, utc);
            }

            if (one.ExecutionId == 0)
            {
                json.WriteNull("thread"u8);
            }
            else
            {
                json.WriteNumber("thread"u8, unchecked((ulong)one.ExecutionId));
            }

            json.WriteString("provider"u8, one.Provider);
            json.WriteString("event"u8, one.Name);
            WriteFields(json, one.Details.ReadFields());
            WriteStack(json, one.Details.Stack);
            json.WriteEndObject();
            json.Flush();
            json.Reset();
            export._output.WriteByte((byte)'\n');
        }

        private void WriteFields(Utf8JsonWriter json, IReadOnlyList<EventFieldText> fields)
        {
            json.WriteStartObject("fields"u8);
            _fieldNames.Clear();
            foreach (EventFieldText field in fields)
            {
                json.WritePropertyName(NameOf(field));
                WriteValue(json, field);
            }

            json.WriteEndObject();
        }

        // A program may give two fields one name.
        private string NameOf(EventFieldText field)
        {
            string name = field.Name;
            for (int number = 2; !_fieldNames.Add(name); number++)
            {
                name = FormattableString.Invariant($"{field.Name} ({number})");
            }

            return name;
        }

        private static void WriteValue(Utf8JsonWriter json, EventFieldText field)
        {
            CultureInfo culture = CultureInfo.InvariantCulture;
            if (field.IsNumber && long.TryParse(field.Value, NumberStyles.AllowLeadingSign, culture, out long number))
            {
                json.WriteNumberValue(number);
            }
            else if (field.IsNumber && ulong.TryParse(field.Value, NumberStyles.None, culture, out ulong large))
            {
                json.WriteNumberValue(large);
            }
            else if (field.IsNumber && double.TryParse(field.Value, NumberStyles.Float, culture, out double real)
                && double.IsFinite(real))
            {
                json.WriteNumberValue(real);
            }
            else
            {
                json.WriteStringValue(field.Value);
            }
        }

        private void WriteStack(Utf8JsonWriter json, StackId stack)
        {
            if (stack.IsNone)
            {
                return;
            }

            json.WriteStartArray("stack"u8);
            for (int depth = 0; depth < _context.Stacks.Depth(stack); depth++)
            {
                json.WriteStringValue(FrameOf(stack, depth));
            }

            json.WriteEndArray();
        }

        private JsonEncodedText FrameOf(StackId stack, int depth)
        {
            int frame = _context.Stacks.FrameId(stack, depth);
            while (_frames.Count <= frame)
            {
                _frames.Add(null);
            }

            // What is not Unicode is replaced.
            return _frames[frame] ??= JsonEncodedText.Encode(
                Encoding.UTF8.GetBytes(StackNames.Of(_context.Stacks.Frame(stack, depth))));
        }
    }
}
