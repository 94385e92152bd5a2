using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The details of the current event: its payload is decoded only when it is requested. Not safe for concurrent use.
/// </summary>
internal sealed class EventDetails(Interpretation shared) : IEventDetails
{
    private const int MaxChars = 2_000;
    private const int MaxFields = 500;

    private readonly Dictionary<(EventSchema Schema, string Path), FieldPath?> _paths = [];
    private MetadataRow? _row;
    private TraceTicks _at;
    private int _stackId;
    private byte[] _bytes = [];
    private int _length;

    /// <inheritdoc/>
    public StackId Stack => shared.Stacks.Find(_stackId, _at);

    private EventSchema Schema => shared.Schemas.Of(_row!);

    private ReadOnlySpan<byte> Payload => _bytes.AsSpan(0, _length);

    /// <summary>Makes an event the current one. Its bytes are copied.</summary>
    public void Set(in NetTraceEvent current)
    {
        (_row, _at, _stackId, _length) = (current.Row, current.At, current.StackId, current.Payload.Length);
        if (_bytes.Length < _length)
        {
            _bytes = new byte[Math.Max(_length, 2 * _bytes.Length)];
        }

        current.Payload.CopyTo(_bytes);
    }

    /// <inheritdoc/>
    public IReadOnlyList<EventFieldText> ReadFields()
    {
        List<EventFieldText> fields = [];
        int chars = 0;
        FieldReader reader = new(Schema, Payload);
        while (reader.MoveNext())
        {
            if (chars > MaxChars || fields.Count == MaxFields)
            {
                fields.Add(new EventFieldText("", $"{FieldText.Cut}", IsNumber: false));
                break;
            }

            string text = FileText.Shorten(reader.Current.ToText());
            string name = FileText.Shorten(reader.Current.Field.Name);
            fields.Add(new EventFieldText(name, text, reader.Current.Quantity() is not null));
            chars += name.Length + text.Length;
        }

        return fields;
    }

    /// <inheritdoc/>
    public bool TryFind(string path, out string text, out double? number)
    {
        EventSchema schema = Schema;
        if (!_paths.TryGetValue((schema, path), out FieldPath? resolved))
        {
            resolved = FieldPath.Resolve(schema, path);
            _paths.Add((schema, path), resolved);
        }

        if (resolved is not null && resolved.TryRead(Payload, out FieldValue value))
        {
            text = value.ToText();
            number = value.Quantity();
            return true;
        }

        (text, number) = ("", null);
        return false;
    }
}
