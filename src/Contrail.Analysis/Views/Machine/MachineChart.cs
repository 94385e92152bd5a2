using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Views.Machine;

/// <summary>Lines that a page shows together, over time. Immutable.</summary>
internal sealed class MachineChart
{
    private readonly IReadOnlyList<MachineColumn> _columns;

    /// <param name="name">The name of the table.</param>
    /// <param name="title">Its heading.</param>
    /// <param name="columns">Its lines.</param>
    public MachineChart(string name, string title, params IReadOnlyList<MachineColumn> columns)
    {
        _columns = columns;
        Table = new TableDescription(
            name, title, [new ViewColumn("time", "time", ViewUnit.Time), .. columns.Select(one => one.Column)])
        {
            IsSeries = true,
        };
    }

    /// <summary>The table's description.</summary>
    public TableDescription Table { get; }

    /// <summary>A row for each step, so that all charts have the same times; none if nothing is known.</summary>
    public ViewTable Of(MachineSteps steps, FigureHistory figures)
    {
        double?[][] rows =
        [
            .. Enumerable.Range(0, steps.Count).Select(step =>
                _columns.Select(column => column.ValueAt(steps, figures, step)).ToArray()),
        ];
        return rows.Any(row => Array.Exists(row, value => value is not null))
            ? new ViewTable(Table).AddAll(
                rows.Index(), row => [steps.StartOf(row.Index), .. row.Item.Select(value => (ViewValue)value)])
            : new ViewTable(Table);
    }
}
