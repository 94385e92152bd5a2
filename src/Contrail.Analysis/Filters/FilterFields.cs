using Contrail.Analysis.Model;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Filters;

/// <summary>The fields that an expression can use. Immutable; safe from any thread.</summary>
internal sealed class FilterFields
{
    /// <summary>The start of the name of a field of a payload.</summary>
    public const string PayloadPrefix = "payload.";

    private const string Route = "route";
    private const string Target = "target";

    private readonly Dictionary<string, FilterField> _byName;
    private readonly string _reason;

    /// <param name="fields">The fields; equal names have equal types.</param>
    /// <param name="reason">Why there are no others, as a sentence without its end; empty if that is evident.</param>
    public FilterFields(IEnumerable<FilterField> fields, string reason = "")
    {
        _byName = fields.DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name, StringComparer.OrdinalIgnoreCase);
        _reason = reason;
        if (_byName.TryGetValue(Target, out FilterField target))
        {
            _byName.Add(Route, target);
        }
    }

    /// <summary>The names, for a message.</summary>
    public string List => string.Join(", ", _byName.Keys.Order(StringComparer.Ordinal)
        .Select(name => _byName[name].Type == FilterFieldType.Payload ? PayloadPrefix + "NAME" : name));

    /// <summary>The fields of all records that a view requires.</summary>
    public static FilterFields Of(ModelNeeds needs) => new(
        RecordTables.All.Where(table => (table.Kinds & needs) != 0).SelectMany(table => table.Fields));

    /// <summary>Finds a field by the name that an expression has; null if there is none.</summary>
    public FilterField? Find(string name)
    {
        if (name.StartsWith(PayloadPrefix, StringComparison.OrdinalIgnoreCase)
            && name.Length > PayloadPrefix.Length && _byName.ContainsKey(PayloadPrefix))
        {
            return new FilterField(name[PayloadPrefix.Length..], FilterFieldType.Payload);
        }

        return name != PayloadPrefix && _byName.TryGetValue(name, out FilterField field) ? field : null;
    }

    /// <summary>Why a name is not a field, for a message.</summary>
    public string Unknown(string name)
    {
        string shortName = FileText.Shorten(name);
        return _byName.Count == 0 ? "this view has no records that a filter can select"
            : _reason.Length > 0 ? $"'{shortName}' cannot be used here: {_reason}"
            : $"unknown field '{shortName}'; this view has: {List}";
    }
}
