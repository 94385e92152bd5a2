using Contrail.Core.NetTrace.Wire;

namespace Contrail.Core.NetTrace.Observing;

/// <summary>The rows of one stream whose events a tap copies. Not thread-safe.</summary>
/// <param name="tap">The tap.</param>
internal sealed class TappedRows(EventTap tap)
{
    private TappedRow?[] _chosen = [];
    private object? _version;
    private int _rowCount;

    /// <summary>The row of an id if its events are copied; otherwise null. Ids are untrusted.</summary>
    public TappedRow? Find(int id) => unchecked((uint)id) < (uint)_chosen.Length ? _chosen[id] : null;

    /// <summary>
    /// Takes over new rows, and all rows again after another choice. Returns itself, or null if the tap copies no event
    /// of them.
    /// </summary>
    /// <param name="rows">All rows of the stream so far, in the order of their arrival.</param>
    public TappedRows? Update(IReadOnlyList<MetadataRow> rows)
    {
        if (!ReferenceEquals(_version, tap.Version))
        {
            _version = tap.Version;
            _rowCount = 0;
            _chosen = [];
        }

        for (; _rowCount < rows.Count; _rowCount++)
        {
            MetadataRow row = rows[_rowCount];
            if (!tap.IsChosen(row))
            {
                continue;
            }

            if (row.Id >= _chosen.Length)
            {
                Array.Resize(ref _chosen, Math.Max(row.Id + 1, 2 * _chosen.Length));
            }

            _chosen[row.Id] = new TappedRow(tap, row);
        }

        return _chosen.Length > 0 ? this : null;
    }

    /// <inheritdoc cref="EventTap.Open"/>
    public Lock.Scope Open() => tap.Open();
}
