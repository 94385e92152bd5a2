namespace Contrail.Analysis.Views.Tables;

/// <summary>A table with its rows, the most important one first. Not safe for concurrent use.</summary>
/// <param name="description">Its name and its columns.</param>
internal sealed class ViewTable(TableDescription description)
{
    private readonly List<ViewValue[]> _rows = [];

    /// <summary>Its name and its columns.</summary>
    public TableDescription Description => description;

    /// <summary>The rows; each has a value for each column.</summary>
    public IReadOnlyList<ViewValue[]> Rows => _rows;

    /// <summary>Rows that exist and are not included, because the number of rows is limited.</summary>
    public long OmittedCount { get; set; }

    /// <summary>Adds a row.</summary>
    /// <exception cref="ArgumentException">The number of values is not that of the columns.</exception>
    public ViewTable Add(params ReadOnlySpan<ViewValue> values)
    {
        if (values.Length != description.Columns.Count)
        {
            throw new ArgumentException(
                $"The table {description.Name} has {description.Columns.Count} columns, not {values.Length}.",
                nameof(values));
        }

        _rows.Add(values.ToArray());
        return this;
    }

    /// <summary>Adds a row for each of some items.</summary>
    public ViewTable AddAll<T>(IEnumerable<T> items, Func<T, ViewValue[]> row)
    {
        foreach (T item in items)
        {
            Add(row(item));
        }

        return this;
    }
}
