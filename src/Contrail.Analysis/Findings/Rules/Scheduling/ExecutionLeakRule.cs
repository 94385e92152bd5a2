using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules.Scheduling;

/// <summary>Goroutines that start again and again, and wait at one place without end.</summary>
internal static class ExecutionLeakRule
{
    private const double MinStarted = 20;
    private const double MinNanoseconds = 2e9;
    private const double MinWindowShare = 0.7;
    private const double LeastSpread = 0.2;
    private const double MostSpread = 0.8;
    private const double ManyPerSecond = 100;

    // What else goroutines wait for ends by itself, or with the peer: connections are no leak.
    private static readonly string[] Reasons =
        [Executions.Receive, Executions.Send, Executions.Select, Executions.Sync, "sync.(*Cond).Wait", "forever"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "goroutine-leak", "goroutines that start and wait without end", ModelNeeds.ExecutionStates,
        [StartFunctionsView.Description], Examine);

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        Dictionary<string, ExaminedRow> functions = trace.Rows(StartFunctionsView.Description, "functions")
            .ToDictionary(row => row.Text("function"));
        return trace.Rows(StartFunctionsView.Description, "waiting")
            .Where(row => IsLeak(trace, row))
            .Select(row => Of(trace, row, functions.GetValueOrDefault(row.Text("function"))));
    }

    // A pool that starts at once has waits of one length, requests have short ones: a leak has all lengths.
    private static bool IsLeak(ExaminedTrace trace, ExaminedRow row)
    {
        double longest = row.Number("longest");
        double median = row.Number("p50OfStarted");
        return Reasons.Contains(row.Text("reason")) && row.Number("started") >= MinStarted
            && longest >= MinNanoseconds && longest >= MinWindowShare * trace.WindowNanoseconds
            && median >= LeastSpread * longest && median <= MostSpread * longest
            && trace.CodeOf(row.Stack("stack")).Length > 0;
    }

    private static Finding Of(ExaminedTrace trace, ExaminedRow row, ExaminedRow? function)
    {
        string place = trace.CodeOf(row.Stack("stack"));
        string started = Executions.Short(row.Text("function"));
        string of = started.Length > 0 && started != place ? $", started as {started}," : "";
        double rate = row.Number("started") / trace.WindowSeconds;
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"Goroutines leak: {ViewText.Count(row.Number("started"))} new ones{of} wait in {place} "
                + $"({row.Text("reason")}) and do not end, {rate:0.#} more each second.",
            Culprit = place,
            Involved = [place],
            Stack = row.Stack("stack"),
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains the start of each goroutine and that it waits until the end of the window; "
                + "whether its wait ends later is not in it.",
            Impact = Math.Min(1, rate / ManyPerSecond),
            Measure = new MeasureKey(MeasureKind.Waits, place),
            Evidence =
            [
                row.Evidence("started", "goroutines started in the window and wait here at its end"),
                row.Evidence("count", "goroutines wait here at the end, with earlier ones"),
                row.Evidence("longest", "longest of these waits, as far as the window shows it"),
                .. function is null ? (Evidence[])[]
                    : [function.Evidence("ended", "goroutines of the function ended in the window")],
            ],
            Surer = "Record for longer, or compare the goroutine profile (/debug/pprof/goroutine) of two times.",
            NextStep = "Make each wait end: close the channel, pass a context and select its Done, or buffer the "
                + "channel so that a late sender can leave.",
        };
    }
}
