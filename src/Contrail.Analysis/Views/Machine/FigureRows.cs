using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Ring.Lanes.Figures;

namespace Contrail.Analysis.Views.Machine;

/// <summary>The tables of all figures: those that were recorded, and those that were not.</summary>
internal static class FigureRows
{
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>The table of figures that were recorded.</summary>
    public static TableDescription Recorded { get; } = new(
        "figures", "All figures",
        new ViewColumn("chart", "over time", ViewUnit.Series),
        new ViewColumn("first", "first", ViewUnit.Number),
        new ViewColumn("last", "last", ViewUnit.Number),
        new ViewColumn("min", "min", ViewUnit.Number),
        new ViewColumn("mean", "mean", ViewUnit.Number),
        new ViewColumn("max", "max", ViewUnit.Number),
        new ViewColumn("change", "change", ViewUnit.Number),
        new ViewColumn("unit", "unit", ViewUnit.Text),
        new ViewColumn("covered", "covered", ViewUnit.Duration),
        new ViewColumn("readings", "readings", ViewUnit.Count),
        new ViewColumn("kind", "kind", ViewUnit.Text),
        new ViewColumn("group", "of", ViewUnit.Text),
        new ViewColumn("figure", "figure", ViewUnit.Text),
        new ViewColumn("subject", "path", ViewUnit.Text));

    /// <summary>The table of figures that were not recorded.</summary>
    public static TableDescription Missing { get; } = new(
        "missing", "Not in the recording",
        new ViewColumn("group", "of", ViewUnit.Text),
        new ViewColumn("figures", "figures", ViewUnit.Text),
        new ViewColumn("file", "file", ViewUnit.Text),
        new ViewColumn("reason", "reason", ViewUnit.Text));

    /// <summary>The figures that were known at least once.</summary>
    public static ViewTable RecordedOf(FigureHistory history, TraceTime end, int maxSteps)
    {
        ViewTable table = new(Recorded);
        foreach (FigureGroup group in history.All)
        {
            table.AddAll(
                group.Columns.Where(series => series.ReadingCount > 0), series => RowOf(group, series, end, maxSteps));
        }

        return table;
    }

    /// <summary>The figures that were never known, by the file that would contain them.</summary>
    public static ViewTable MissingOf(FigureHistory history)
    {
        ViewTable table = new(Missing);
        FigureGroup[] groups = [.. history.All];
        foreach (FigureEvent described in FigureTable.Events.Where(one => one != FigureTable.BusyThread))
        {
            FigureGroup[] own = [.. groups.Where(group => group.Event == described)];
            if (groups.Length > 0 && own.Length == 0)
            {
                table.Add(TextOf(described), "all", default, ReasonOf(described));
                continue;
            }

            table.AddAll(
                described.Columns.Where(column => own.Length > 0 && own.All(group => group.Find(column.Name) is null))
                    .GroupBy(FileOf),
                file => [TextOf(described), string.Join(", ", file.Select(one => one.Name)), file.Key, ReasonOf(file)]);
        }

        return table;
    }

    private static ViewValue[] RowOf(FigureGroup group, FigureSeries series, TraceTime end, int maxSteps)
    {
        FigureColumn column = series.Column;
        double divisor = column.Unit == FigureUnit.Nanoseconds ? NanosecondsPerSecond : 1;
        bool isRate = column.Course is FigureCourse.Total or FigureCourse.Interval;
        return
        [
            ViewValue.Series([.. series.Steps(end, maxSteps).Select(step => (step?.Max ?? double.NaN) / divisor)]),
            series.First / divisor, series.Last / divisor, series.Min / divisor, series.Mean / divisor,
            series.Max / divisor, series.Change / divisor, UnitOf(column.Unit) + (isRate ? "/s" : ""),
            series.CoveredNanoseconds, series.ReadingCount,
            series.IsUnlimited ? "no limit" : KindOf(column.Course), TextOf(group.Event), column.Name,
            group.Subject.Length > 0 ? group.Subject : null,
        ];
    }

    private static string TextOf(FigureEvent described) => described.Name.ToLowerInvariant();

    private static string KindOf(FigureCourse course) => course switch
    {
        FigureCourse.Total or FigureCourse.Interval => "rate",
        FigureCourse.Limit => "limit",
        _ => "state",
    };

    private static string UnitOf(FigureUnit unit) => unit switch
    {
        FigureUnit.Bytes => "B",
        FigureUnit.Nanoseconds => "s",
        _ => "",
    };

    private static string FileOf(FigureColumn column) =>
        string.Join(" or ", column.Fields.Select(field => field.File.Path));

    private static string ReasonOf(FigureEvent described) => described == FigureTable.Cgroup
        ? "the recorder does not see the control group of the process: it is outside of its namespace or of its mounts"
        : described == FigureTable.Runtime ? "only recordings of .NET processes have them"
        : "no event of them";

    private static string ReasonOf(IEnumerable<FigureColumn> columns) =>
        columns.All(column => column.Fields.All(field => field.File.Folder == FigureFolder.Events))
            ? "the profile does not record the event, or events were lost"
        : columns.All(column => column.Fields.All(field => field.File.Folder == FigureFolder.Cgroup2))
            ? "control groups of version 1 do not have it, or the recorder may not read it"
            : "the kernel has no such file or field, or the recorder may not read it";
}
