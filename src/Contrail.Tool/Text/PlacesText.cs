using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>Writes the places in the code that the numbers of a section of a summary belong to.</summary>
internal static class PlacesText
{
    private const int MaxPlaces = 3;
    private const int ValueColumns = 9;

    /// <summary>Adds the first rows of a table that have a place; nothing if none has one.</summary>
    /// <param name="page">The page.</param>
    /// <param name="places">The places of the summary.</param>
    /// <param name="view">The name of the view that has the table.</param>
    /// <param name="table">The name of the table.</param>
    /// <param name="title">The line before the places.</param>
    /// <param name="column">The column of the stacks.</param>
    /// <param name="isListed">Which rows are listed; null for all.</param>
    /// <param name="value">The column of the number before the place; null for the first one.</param>
    /// <param name="name">The column of what precedes the place, such as a reason; null for none.</param>
    public static void Add(
        Page page, SummaryPlaces places, string view, string table, string title, string column = "stack",
        Func<ViewValue[], bool>? isListed = null, string? value = null, string? name = null)
    {
        ViewTable answer = places.Table(view, table);
        IReadOnlyList<ViewColumn> columns = answer.Description.Columns;
        int at = answer.Description.IndexOf(column);
        ViewValue[][] rows =
        [
            .. answer.Rows
                .Where(row => row[at].Kind == ViewValueKind.Stack && isListed?.Invoke(row) != false)
                .Take(MaxPlaces),
        ];
        if (rows.Length == 0)
        {
            return;
        }

        CellText cells = new(places.Extent);
        int measured = value is null ? 0 : answer.Description.IndexOf(value);
        page.More(title);
        foreach (ViewValue[] row in rows)
        {
            string amount = cells.Of(columns[measured].Unit, row[measured]).PadLeft(ValueColumns);
            string? before = name is null ? null : row[answer.Description.IndexOf(name)].Text;
            string place = new StackText(places.Context.Stacks, page.Lines).Chain(row[at].Stack);
            page.More(before is null ? $"{amount}  {place}" : $"{amount}  {NumberFormat.OneLine(before)}: {place}");
        }
    }

    /// <summary>Adds the own methods that samples found, with everything that they call.</summary>
    /// <param name="page">The page.</param>
    /// <param name="places">The places of the summary.</param>
    /// <param name="hasShares">Whether there are enough samples for percentages.</param>
    public static void AddMethods(Page page, SummaryPlaces places, bool hasShares)
    {
        ViewTable own = places.Table("hot-methods", "own");
        int method = own.Description.IndexOf("method");
        (ViewUnit unit, int at) = hasShares
            ? (ViewUnit.Share, own.Description.IndexOf("inclusiveShare"))
            : (ViewUnit.Count, own.Description.IndexOf("inclusive"));
        if (own.Rows.Count == 0)
        {
            return;
        }

        CellText cells = new(places.Extent);
        page.More("Own code, with everything that it calls:");
        foreach (ViewValue[] row in own.Rows.Take(MaxPlaces))
        {
            page.NamedMore(cells.Of(unit, row[at]).PadLeft(ValueColumns) + "  ", row[method].Text!);
        }
    }
}
