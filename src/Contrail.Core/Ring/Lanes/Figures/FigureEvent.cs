namespace Contrail.Core.Ring.Lanes.Figures;

/// <summary>Figures that are read together, and become one event. Immutable.</summary>
internal sealed class FigureEvent
{
    /// <param name="id">The number of the event; never changed.</param>
    /// <param name="name">Its name.</param>
    /// <param name="textName">The name of its text; null if it has none.</param>
    /// <param name="columns">Its figures, in the order in which they are stored.</param>
    public FigureEvent(int id, string name, string? textName, IReadOnlyList<FigureColumn> columns)
    {
        Id = id;
        Name = name;
        TextName = textName;
        Columns = columns;
        IntervalIndex = columns.Any(column => column.Name == FigureTable.Interval)
            ? IndexOf(FigureTable.Interval)
            : null;
    }

    /// <summary>The number of the event.</summary>
    public int Id { get; }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>The name of its text, which precedes the figures; null if it has none.</summary>
    public string? TextName { get; }

    /// <summary>Its figures, in the order in which they are stored.</summary>
    public IReadOnlyList<FigureColumn> Columns { get; }

    /// <summary>The position of the column <see cref="FigureTable.Interval"/>; null if there is none.</summary>
    public int? IntervalIndex { get; }

    /// <summary>The position of a column.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public int IndexOf(string columnName)
    {
        for (int index = 0; index < Columns.Count; index++)
        {
            if (Columns[index].Name == columnName)
            {
                return index;
            }
        }

        throw new ArgumentException($"{Name} has no column {columnName}.", nameof(columnName));
    }
}
