using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Machine;

namespace Contrail.Analysis.Findings.Rules.Machine;

/// <summary>Rows of the view of the machine.</summary>
internal static class MachineRows
{
    /// <summary>
    /// What a kernel reports each second is uncertain by some of its ticks, and a shorter time is that of an attach.
    /// </summary>
    private const double MinNanoseconds = 2e9;

    /// <summary>
    /// The longest time in which each step of a chart fulfills a condition; null if it is short. A step without a row
    /// ends it.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="chart">The chart.</param>
    /// <param name="condition">The condition; not fulfilled where one of the columns is unknown.</param>
    /// <param name="known">The columns that have to be known.</param>
    public static Stretch? Longest(
        ExaminedTrace trace, MachineChart chart, Func<ExaminedRow, bool> condition, params string[] known)
    {
        long step = FigureSteps.LengthOf(trace.End, MachineView.MaxSteps);
        List<ExaminedRow> longest = [];
        List<ExaminedRow> current = [];
        foreach (ExaminedRow row in trace.Rows(MachineView.Description, chart.Table.Name))
        {
            bool isNext = current is [.., var last]
                && row.Time("time").Nanoseconds - last.Time("time").Nanoseconds <= step;
            bool isGood = known.All(row.IsKnown) && condition(row);
            current = !isGood ? [] : isNext ? [.. current, row] : [row];
            longest = current.Count > longest.Count ? current : longest;
        }

        return longest.Count * step >= MinNanoseconds ? new Stretch(longest, RangeOf(longest, step, trace.End)) : null;
    }

    /// <summary>The rows of a chart in a time.</summary>
    public static IEnumerable<ExaminedRow> During(ExaminedTrace trace, MachineChart chart, TimeRange range) =>
        trace.Rows(MachineView.Description, chart.Table.Name).Where(row =>
            row.Time("time") >= range.Start && row.Time("time") < range.End);

    /// <summary>The rows of a chart by the start of their step, which is the same in all charts.</summary>
    public static IReadOnlyDictionary<TraceTime, ExaminedRow> ByTime(ExaminedTrace trace, MachineChart chart) =>
        trace.Rows(MachineView.Description, chart.Table.Name).ToDictionary(row => row.Time("time"));

    /// <summary>A value as evidence; none if it is unknown or 0.</summary>
    public static IEnumerable<Evidence> If(ExaminedRow? row, string column, string label) =>
        row is not null && row.Number(column) > 0 ? [row.Evidence(column, label)] : [];

    /// <summary>
    /// How many processors the machine has, by the time that the kernel counts for each of their states; null if that
    /// is unknown.
    /// </summary>
    public static double? ProcessorsOf(ExaminedTrace trace)
    {
        string[] times =
            ["UserTime", "NiceTime", "SystemTime", "IdleTime", "IoWaitTime", "IrqTime", "SoftIrqTime", "StealTime"];
        double sum = times.Sum(time => Figure(trace, FigureSource.Host, time)?.Number("mean") ?? 0);
        return sum > 0 ? Math.Round(sum) : null;
    }

    /// <summary>A figure of the process, the machine or the network over the window; null if it is unknown.</summary>
    public static ExaminedRow? Figure(ExaminedTrace trace, FigureSource source, string figure) =>
        Figures(trace, source, figure).FirstOrDefault();

    /// <summary>A figure of each control group over the window, that of the process first.</summary>
    public static IEnumerable<ExaminedRow> Figures(ExaminedTrace trace, FigureSource source, string figure) =>
        trace.Rows(MachineView.Description, FigureRows.Recorded.Name).Where(row =>
            row.Text("figure") == figure && row.Text("group") == NameOf(source));

    /// <summary>The same figure of the control group of another row; null if it is unknown.</summary>
    public static ExaminedRow? OfSameGroup(ExaminedTrace trace, ExaminedRow other, string figure) =>
        Figures(trace, FigureSource.Cgroup, figure)
            .FirstOrDefault(row => row.Text("subject") == other.Text("subject"));

    /// <summary>
    /// Whether a recording of figures lacks some that a rule needs: the kernel does not have each file, and the
    /// recorder may not read each. Without any figure, what was recorded shows the gap.
    /// </summary>
    public static Func<ExaminedTrace, RuleGap> Needs(params (FigureSource Source, string Figure)[] figures) => trace =>
        trace.Rows(MachineView.Description, FigureRows.Recorded.Name).Count == 0
            || figures.All(one => Figure(trace, one.Source, one.Figure) is not null)
                ? RuleGap.None
                : RuleGap.NotRecorded;

    private static string NameOf(FigureSource source) => source switch
    {
        FigureSource.Process => "process",
        FigureSource.Host => "host",
        FigureSource.Network => "network",
        _ => "cgroup",
    };

    private static TimeRange RangeOf(List<ExaminedRow> rows, long step, TraceTime end) => new(
        rows[0].Time("time"),
        new TraceTime(Math.Min(end.Nanoseconds, rows[^1].Time("time").Nanoseconds + step)), false, false);
}
