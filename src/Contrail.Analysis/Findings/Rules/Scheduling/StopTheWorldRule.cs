using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Stop-the-world pauses that code requests often, and long ones of any kind.</summary>
internal static class StopTheWorldRule
{
    private const string NoCollection = "not a collection";
    private const double LongNanoseconds = 200e6;
    private const double VeryLongNanoseconds = 1e9;
    private const double MinPerSecond = 20;
    private const double MinShareIfOften = 0.003;
    private const double MinShare = 0.02;
    private const double ManyShare = 0.2;
    private const double MinCount = 5;

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "stop-the-world", "stop-the-world pauses that are long or often requested", ModelNeeds.Pauses,
        [GcPausesView.StopTheWorld], Examine)
    {
        FormatNeeds = ModelNeeds.ExecutionStates,
    };

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        ExaminedRow[] often = [.. trace.Rows(GcPausesView.StopTheWorld, "causes").Where(row => IsOften(trace, row))];
        ExaminedRow[] longest = [.. trace.Rows(GcPausesView.StopTheWorld, "longest")
            .Where(row => row.Number("duration") >= LongNanoseconds)];
        return often.Select(row => Often(trace, row)).Concat(longest
            .Where(row => often.All(one => one.Text("cause") != row.Text("cause")))
            .GroupBy(row => row.Text("cause"))
            .Select(group => Long(trace, [.. group])));
    }

    private static bool IsOften(ExaminedTrace trace, ExaminedRow row)
    {
        double share = trace.AtAnyMoment(row.Number("total"));
        bool isOften = row.Number("count") >= MinPerSecond * trace.WindowSeconds && share >= MinShareIfOften;
        return row.Text("cause").StartsWith(NoCollection, StringComparison.Ordinal)
            && row.Number("count") >= MinCount && (isOften || share >= MinShare);
    }

    private static Finding Often(ExaminedTrace trace, ExaminedRow row)
    {
        double share = trace.AtAnyMoment(row.Number("total"));
        string code = trace.CodeOf(row.Stack("stack"));
        string who = code.Length > 0 ? code : "Unknown code";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{who} stops all goroutines {row.Number("count") / trace.WindowSeconds:0.#} times a second "
                + $"({ReasonOf(row)}): {ViewText.Duration(row.Number("total"))}, {ViewText.Percent(share)} of the "
                + "window.",
            Culprit = code,
            Involved = code.Length > 0 ? [code] : [],
            Stack = row.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.High,
            Reason = "The trace contains each pause, its reason and the code that requested it.",
            Impact = Math.Min(1, share / ManyShare),
            Measure = new MeasureKey(MeasureKind.Pauses, ""),
            Evidence =
            [
                row.Evidence("count", $"pauses: {ReasonOf(row)}"),
                row.Evidence("total", "no goroutine ran"),
                row.Evidence("max", "longest pause"),
            ],
            NextStep = "Request it rarely: runtime/metrics has most figures of ReadMemStats without a stop; profiles "
                + "of all goroutines are for single requests.",
        };
    }

    // One such pause can as well be a machine that did not run the thread.
    private static Finding Long(ExaminedTrace trace, ExaminedRow[] rows)
    {
        ExaminedRow worst = rows[0];
        double duration = worst.Number("duration");
        string code = trace.CodeOf(worst.Stack("stack"));
        string who = code.Length > 0 ? $", requested by {code}" : "";
        string others = trace.OthersText(GcPausesView.StopTheWorld, "longest", rows.Length, LongNanoseconds);
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"A stop-the-world pause ({ReasonOf(worst)}{who}) took {ViewText.Duration(duration)}.{others}",
            Culprit = code.Length > 0 ? code : ReasonOf(worst),
            Involved = code.Length > 0 ? [code] : [],
            Stack = worst.Stack("stack"),
            Severity = FindingSeverity.Info,
            Confidence = FindingConfidence.Low,
            Reason = "The trace contains the pause, and not whether a goroutine stopped late or the machine was busy.",
            Impact = Math.Min(1, duration / VeryLongNanoseconds),
            Range = new TimeRange(
                worst.Time("start"), new TraceTime(worst.Time("start").Nanoseconds + (long)duration), false, false),
            Measure = new MeasureKey(MeasureKind.Pauses, ""),
            Evidence = [.. rows.Take(3).Select(row => row.Evidence("duration", $"pause: {ReasonOf(row)}"))],
            NextStep = "Look at the load of the machine at that time first, then at loops without calls and long calls "
                + "of C code.",
        };
    }

    // "not a collection: stop-the-world (read mem stats)" is shown as "read mem stats".
    private static string ReasonOf(ExaminedRow row)
    {
        string cause = row.Text("cause");
        int open = cause.IndexOf('(', StringComparison.Ordinal);
        return open >= 0 && cause.EndsWith(')') ? cause[(open + 1)..^1] : cause;
    }
}
