using Contrail.Analysis.Model;

namespace Contrail.Analysis.Filters;

/// <summary>
/// Finds the payload fields of a filter that no event has, and the fields that the events have instead. Not safe for
/// concurrent use.
/// </summary>
internal sealed class PayloadFieldCheck
{
    /// <summary>Kinds of events whose fields are listed; a runtime has some hundred.</summary>
    private const int MaxKinds = 1_000;

    private readonly List<string> _missing;
    private readonly Dictionary<(string Provider, string Name), IReadOnlyList<string>> _fields = [];

    /// <param name="filter">The filter.</param>
    public PayloadFieldCheck(Filter filter) =>
        _missing =
        [
            .. filter.Root.Comparisons.Where(one => one.Field.Type == FilterFieldType.Payload)
                .Select(one => one.Field.Name).Distinct(),
        ];

    /// <summary>The fields of the filter that no event had, without their prefix.</summary>
    public IReadOnlyList<string> Missing => _fields.Count > 0 ? _missing : [];

    /// <summary>The fields of the first event of each kind, in the order in which the kinds occurred.</summary>
    public IEnumerable<(string Provider, string Name, IReadOnlyList<string> Fields)> Kinds =>
        _fields.Select(kind => (kind.Key.Provider, kind.Key.Name, kind.Value));

    /// <summary>Checks an event, whether it matches the filter or not.</summary>
    public void Add(in EventRecord one)
    {
        if (_missing.Count == 0)
        {
            return;
        }

        // Every event is checked, because events of one name can have different fields.
        for (int index = _missing.Count - 1; index >= 0; index--)
        {
            if (one.Details.TryFind(_missing[index], out _, out _))
            {
                _missing.RemoveAt(index);
            }
        }

        if (_fields.Count < MaxKinds && !_fields.ContainsKey((one.Provider, one.Name)))
        {
            string[] names =
                [.. one.Details.ReadFields().Select(field => field.Name).Where(name => name.Length > 0).Distinct()];
            _fields.Add((one.Provider, one.Name), names);
        }
    }
}
