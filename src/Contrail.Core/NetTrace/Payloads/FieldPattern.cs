using System.Text;
using Contrail.Core.Formats;

namespace Contrail.Core.NetTrace.Payloads;

/// <summary>
/// A text with the values of fields, such as <c>{host}:{port}</c>, resolved once for a row. A field that the event does
/// not have is empty. Immutable.
/// </summary>
internal sealed class FieldPattern
{
    private readonly List<(string Before, FieldPath? Field)> _parts = [];

    /// <param name="schema">The schema of the row.</param>
    /// <param name="pattern">The text; names of fields are in braces.</param>
    public FieldPattern(EventSchema schema, string pattern)
    {
        foreach (string part in pattern.Split('{'))
        {
            int end = part.IndexOf('}', StringComparison.Ordinal);
            if (end >= 0)
            {
                _parts.Add(("", FieldPath.Resolve(schema, part[..end])));
            }

            _parts.Add((part[(end + 1)..], null));
        }
    }

    /// <summary>The text for a payload, of limited length.</summary>
    public string Of(ReadOnlySpan<byte> untrusted)
    {
        if (_parts is [(var only, null)])
        {
            return only;
        }

        StringBuilder text = new();
        foreach ((string before, FieldPath? field) in _parts)
        {
            text.Append(before);
            if (field is not null && field.TryRead(untrusted, out FieldValue value))
            {
                text.Append(value.ToText(FileText.MaxChars));
            }
        }

        return FileText.Shorten(text.ToString());
    }
}
