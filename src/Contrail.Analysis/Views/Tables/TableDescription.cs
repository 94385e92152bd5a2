namespace Contrail.Analysis.Views.Tables;

/// <summary>A table of a view, without its rows. Immutable; safe from any thread.</summary>
/// <param name="Name">Its name in exports: camel case, stable.</param>
/// <param name="Title">Its heading for people.</param>
/// <param name="Columns">Its columns, from left to right.</param>
internal sealed record TableDescription(string Name, string Title, params IReadOnlyList<ViewColumn> Columns)
{
    /// <summary>Whether the rows are a series over time, in its order, which a page shows as charts.</summary>
    public bool IsSeries { get; init; }

    /// <summary>The index of the column with a name.</summary>
    /// <exception cref="InvalidOperationException">The table has no such column.</exception>
    public int IndexOf(string column) => Columns.Index().First(one => one.Item.Name == column).Index;
}
