using Contrail.Analysis.NetTrace.Summary;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Tool.Text;

/// <summary>Writes the sections of a summary about requests and about calls to other services.</summary>
internal static class RequestText
{
    private const int RowsShown = 3;
    private const int ValueColumns = 9;

    /// <summary>Adds the sections of which the trace contains something.</summary>
    public static void Add(Page page, TraceSummary summary)
    {
        AddSpans(page, summary.Places, SpansView.Requests.Name, "Requests", "request");
        AddSpans(page, summary.Places, SpansView.HttpClient.Name, "HTTP calls", "call");
    }

    private static void AddSpans(Page page, SummaryPlaces places, string view, string label, string unit)
    {
        ViewTable groups = places.Table(view, SpansView.GroupsName);
        if (groups.Rows.Count == 0)
        {
            return;
        }

        string atLeast = groups.Rows.Count >= SpansView.MaxGroups ? "at least " : "";
        page.Add(
            label,
            $"{atLeast}{Page.Counted(Sum(groups, "count"), unit)}, {NumberFormat.Count(Sum(groups, "failed"))} failed, "
                + $"{NumberFormat.Count(Sum(groups, "openAtEnd"))} not ended; longest total time:");
        CellText cells = new(places.Extent);
        foreach (ViewValue[] row in groups.Rows.Take(RowsShown))
        {
            string Cell(string column) => CellOf(cells, groups, row, column);
            page.NamedMore(
                Cell("total").PadLeft(ValueColumns) + "  ",
                Target(cells, groups, row),
                $": {Cell("count")}, {Cell("failed")} failed, p50 {Cell("p50")}, p99 {Cell("p99")}, max {Cell("max")}");
        }

        AddFailures(page, cells, places.Table(view, SpansView.FailuresName));
    }

    private static void AddFailures(Page page, CellText cells, ViewTable failures)
    {
        if (failures.Rows.Count > 0)
        {
            page.More("Most frequent failures:");
        }

        foreach (ViewValue[] row in failures.Rows.Take(RowsShown))
        {
            string status = CellOf(cells, failures, row, "status");
            page.NamedMore(
                CellOf(cells, failures, row, "count").PadLeft(ValueColumns) + "  ",
                Target(cells, failures, row),
                status == CellText.Unknown ? ", status unknown" : $": {status}");
        }
    }

    private static string Target(CellText cells, ViewTable table, ViewValue[] row)
    {
        string target = CellOf(cells, table, row, "target");
        return CellOf(cells, table, row, "name") + (target == CellText.Unknown ? "" : $" {target}");
    }

    private static long Sum(ViewTable table, string column) =>
        table.Rows.Sum(row => row[table.Description.IndexOf(column)].Integer);

    private static string CellOf(CellText cells, ViewTable table, ViewValue[] row, string column)
    {
        int at = table.Description.IndexOf(column);
        return cells.Of(table.Description.Columns[at].Unit, row[at]);
    }
}
