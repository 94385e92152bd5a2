using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>A start that waits for the compilation of code that it generates.</summary>
internal static class SlowStartRule
{
    private const double MinNanoseconds = 1e9;
    private const double VeryLongNanoseconds = 10e9;

    private static readonly string[] Mains = [".Main", "<Main>$", "<Main>"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-start", "a start that waits for code that it generates", ModelNeeds.CompiledMethods,
        [JitView.Description], Examine)
    {
        Recording = JitView.Description.Recording,
    };

    // Only a recording that contains the first call of the main method contains the start: it is in its first minute.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        IReadOnlyList<ExaminedRow> steps = trace.Rows(JitView.Description, JitView.StepsName);
        if (steps.FirstOrDefault(row => IsMain(row.Text("method"))) is not { } main)
        {
            yield break;
        }

        long from = main.Time("time").Nanoseconds;
        ExaminedRow[] generated =
        [
            .. trace.Rows(JitView.Description, JitView.GeneratedName).Where(row =>
                row.Time("first").Nanoseconds >= from && row.IsKnown("early")).OrderByDescending(EarlyOf),
        ];
        if (generated.Sum(EarlyOf) >= MinNanoseconds)
        {
            yield return Of(trace, main, generated);
        }
    }

    private static double EarlyOf(ExaminedRow row) => row.Number("early");

    private static TraceTime EndOf(ExaminedRow row) =>
        row.Time("last") < JitView.EarlyEnd ? row.Time("last") : JitView.EarlyEnd;

    private static bool IsMain(string method) =>
        Array.Exists(Mains, end => method.EndsWith(end, StringComparison.Ordinal));

    private static Finding Of(ExaminedTrace trace, ExaminedRow main, ExaminedRow[] generated)
    {
        ExaminedRow worst = generated[0];
        double total = generated.Sum(EarlyOf);
        StackId stack = generated.Select(row => row.Stack("stack"))
            .FirstOrDefault(stack => trace.CodeOf(stack).Length > 0);
        string code = trace.CodeOf(stack);
        double there = generated.Where(row => trace.CodeOf(row.Stack("stack")) == code).Sum(EarlyOf);
        string part = there > total / 2 ? "most" : "the largest known part";
        string what = code.Length > 0 ? $", {part} where {code} is called" : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The start compiles generated code for {ViewText.Duration(total)}{what}.",
            Culprit = code.Length > 0 ? code : worst.Text("method"),
            Involved = [JitLoadRule.Rule.Name],
            Stack = stack,
            Severity = FindingSeverity.Warning,
            Confidence = code.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = code.Length > 0
                ? "The trace contains each compiled method, with the code that needed it."
                : "The trace contains each compiled method, but not which code generates it.",
            Impact = Math.Min(1, total / VeryLongNanoseconds),
            Range = new TimeRange(worst.Time("first"), EndOf(worst), false, false),
            Evidence =
            [
                main.Evidence("time", $"first call of {main.Text("method")}"),
                .. generated.Take(3).Select(row =>
                    row.Evidence("early", $"compilation of {row.Text("method")} in the first minute")),
            ],
            NextStep = "Generate code at build time (for example [GeneratedRegex]), publish with ReadyToRun, or do it "
                + "later.",
        };
    }
}
