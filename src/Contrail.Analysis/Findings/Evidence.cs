using System.Globalization;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>
/// A figure that supports a finding, with the cell of a view that shows it. Immutable; safe from any thread.
/// </summary>
/// <param name="View">The name of the view.</param>
/// <param name="Table">The name of its table.</param>
/// <param name="Row">The row, from 0, in the order of the view without a filter.</param>
/// <param name="Column">The column.</param>
/// <param name="Value">The figure.</param>
/// <param name="Label">What the figure is, for people: "waits for this lock".</param>
internal sealed record Evidence(
    string View, string Table, int Row, ViewColumn Column, ViewValue Value, string Label)
{
    /// <summary>
    /// Identifies the cell, the same for each reading of a file: <c>contention/locks/1/total</c>, with rows from 1.
    /// </summary>
    public string Id => string.Create(CultureInfo.InvariantCulture, $"{View}/{Table}/{Row + 1}/{Column.Name}");
}
