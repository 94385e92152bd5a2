using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings;

/// <summary>A row of the answer of a view. Immutable; safe from any thread.</summary>
/// <param name="view">The name of the view.</param>
/// <param name="table">The table.</param>
/// <param name="row">The row, from 0.</param>
internal sealed class ExaminedRow(string view, ViewTable table, int row)
{
    /// <summary>A number; 0 if it is unknown.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public double Number(string column) => Value(column).AsNumber;

    /// <summary>An identity, for comparison only; 0 if it is unknown.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public long Identity(string column) => Value(column).Integer;

    /// <summary>A text; empty if it is unknown.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public string Text(string column) => Value(column).Text ?? "";

    /// <summary>A stack; none if it is unknown.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public StackId Stack(string column) =>
        Value(column) is { Kind: ViewValueKind.Stack } known ? known.Stack : StackId.None;

    /// <summary>A time.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public TraceTime Time(string column) => new(Value(column).Integer);

    /// <summary>Whether a value is known.</summary>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public bool IsKnown(string column) => Value(column).Kind != ViewValueKind.None;

    /// <summary>The value as evidence.</summary>
    /// <param name="column">The column.</param>
    /// <param name="label">What the figure is, for people.</param>
    /// <exception cref="ArgumentException">The table has no such column.</exception>
    public Evidence Evidence(string column, string label) =>
        new(view, table.Description.Name, row, table.Description.Columns[IndexOf(column)], Value(column), label);

    private ViewValue Value(string column) => table.Rows[row][IndexOf(column)];

    private int IndexOf(string column)
    {
        for (int index = 0; index < table.Description.Columns.Count; index++)
        {
            if (table.Description.Columns[index].Name == column)
            {
                return index;
            }
        }

        throw new ArgumentException($"The table '{view}/{table.Description.Name}' has no column '{column}'.");
    }
}
