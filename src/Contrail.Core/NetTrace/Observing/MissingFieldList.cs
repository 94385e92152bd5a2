using System.Collections.Immutable;
using Contrail.Core.NetTrace.Payloads;
using Contrail.Core.Triggers;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>
/// The fields that conditions use and events do not have, each once for a condition. One thread adds; any thread reads.
/// </summary>
internal sealed class MissingFieldList
{
    /// <summary>Conditions are written by people; a rule has few fields.</summary>
    private const int MaxCount = 100;

    private volatile ImmutableList<MissingField> _all = [];

    /// <summary>All, in the order in which they were found.</summary>
    public IReadOnlyList<MissingField> All => _all;

    /// <summary>Adds a field, unless it is in the list.</summary>
    public void Add(SignalCondition condition, string field, string subject, EventSchema schema)
    {
        ImmutableList<MissingField> all = _all;
        bool isListed = all.Exists(one => one.Field.Equals(field, StringComparison.OrdinalIgnoreCase)
            && one.Condition.ToString() == condition.ToString());
        if (isListed || all.Count == MaxCount)
        {
            return;
        }

        List<string> names = [];
        foreach (SchemaField one in schema.Fields)
        {
            names.Add(one.Name);
        }

        _all = all.Add(new MissingField(condition, field, subject, NearestName.Of(field, names)));
    }
}
