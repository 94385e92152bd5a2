using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// Which code started the collections, by the pauses for them, or by their number where pauses have none. Immutable;
/// safe from any thread.
/// </summary>
internal sealed class GcTriggers
{
    /// <summary>Code with a smaller part is not involved.</summary>
    private const double MinShare = 0.1;
    private const double MostShare = 0.5;
    private const int MaxRows = 2;

    private GcTriggers()
    {
    }

    /// <summary>The allocation that started most of them; none if it is unknown.</summary>
    public StackId Stack { get; private init; }

    /// <summary>A sentence with the code and its part; empty if both are unknown.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The figures.</summary>
    public IEnumerable<Evidence> Evidence { get; private init; } = [];

    /// <summary>The code that requested collections.</summary>
    public IReadOnlyList<string> Requesters { get; private init; } = [];

    /// <summary>Those of a trace.</summary>
    public static GcTriggers Of(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> rows = trace.Rows(CollectionsView.Description, "places");
        string size = rows.Any(row => row.IsKnown("pause")) ? "pause" : "count";
        double all = rows.Sum(row => row.Number(size));
        double requested = rows.Where(IsRequest).Sum(row => row.Number(size));
        string[] requesters =
        [
            .. ByCode(trace, rows.Where(IsRequest), size)
                .Where(code => code.Sum(row => row.Number(size)) >= MinShare * all)
                .Select(code => code.Key),
        ];
        if (requested > MostShare * all)
        {
            return new GcTriggers
            {
                Requesters = requesters,
                Text = TextOf(requested / all, "were requested", size),
                Evidence = FiguresOf(rows.Where(IsRequest), size, "collections that were requested"),
            };
        }

        return ByCode(trace, rows.Where(row => !IsRequest(row)), size).FirstOrDefault() is { } most
            ? new GcTriggers
            {
                Requesters = requesters,
                Stack = most.First().Stack("stack"),
                Text = TextOf(most.Sum(row => row.Number(size)) / all, $"started when {most.Key} allocated", size),
                Evidence = FiguresOf(most, size, "collections that started here"),
            }
            : new GcTriggers { Requesters = requesters };
    }

    private static bool IsRequest(ExaminedRow row) =>
        row.Text("reason").Contains("induced", StringComparison.Ordinal);

    private static IEnumerable<IGrouping<string, ExaminedRow>> ByCode(
        ExaminedTrace trace, IEnumerable<ExaminedRow> rows, string size) => rows
        .OrderByDescending(row => row.Number(size))
        .GroupBy(row => trace.CodeOf(row.Stack("stack")))
        .Where(code => code.Key.Length > 0)
        .OrderByDescending(code => code.Sum(row => row.Number(size)));

    private static string TextOf(double share, string what, string size)
    {
        string part = share > MostShare ? "Most" : "The largest known part";
        return size == "pause"
            ? $" {part} of that ({ViewText.Percent(share)}) was for collections that {what}."
            : $" {part} of the collections ({ViewText.Percent(share)}) {what}.";
    }

    private static IEnumerable<Evidence> FiguresOf(IEnumerable<ExaminedRow> rows, string size, string what) => rows
        .OrderByDescending(row => row.Number(size))
        .Take(MaxRows)
        .Select(row => row.Evidence(size, $"{(size == "pause" ? "paused for " : "")}{what}, {row.Text("reason")}"));
}
