using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>A start that waits for the compilation of code that it generates.</summary>
internal static class SlowStartRule
{
    private const double MinNanoseconds = 1e9;
    private const double VeryLongNanoseconds = 10e9;

    /// <summary>What is compiled later is not the start.</summary>
    private const double StartNanoseconds = 60e9;

    private static readonly string[] Mains = [".Main", "<Main>$", "<Main>"];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "slow-start", "a start that waits for code that it generates", ModelNeeds.CompiledMethods,
        [JitView.Description], Examine)
    {
        Recording = JitView.Description.Recording,
    };

    // Only a recording that contains the first call of the main method contains the start.
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
                row.Time("first").Nanoseconds is var at && at >= from && at - from <= StartNanoseconds),
        ];
        if (generated.Sum(row => row.Number("total")) >= MinNanoseconds)
        {
            yield return Of(trace, main, generated);
        }
    }

    private static bool IsMain(string method) =>
        Array.Exists(Mains, end => method.EndsWith(end, StringComparison.Ordinal));

    // The rows are in the order of their totals.
    private static Finding Of(ExaminedTrace trace, ExaminedRow main, ExaminedRow[] generated)
    {
        ExaminedRow worst = generated[0];
        double total = generated.Sum(row => row.Number("total"));
        StackId stack = generated.Select(row => row.Stack("stack"))
            .FirstOrDefault(stack => trace.CodeOf(stack).Length > 0);
        string code = trace.CodeOf(stack);
        string what = code.Length > 0 ? $", most where {code} is called" : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The start compiles generated code for {ViewText.Duration(total)}{what}: "
                + $"{ViewText.Count(generated.Sum(row => row.Number("count")))} methods.",
            Culprit = code.Length > 0 ? code : worst.Text("method"),
            Involved = [JitLoadRule.Rule.Name],
            Stack = stack,
            Severity = FindingSeverity.Warning,
            Confidence = code.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = code.Length > 0
                ? "The trace contains each compiled method, with the code that needed it."
                : "The trace contains each compiled method, but not which code generates it.",
            Impact = Math.Min(1, total / VeryLongNanoseconds),
            Range = new TimeRange(worst.Time("first"), worst.Time("last"), false, false),
            Evidence =
            [
                main.Evidence("time", $"first call of {main.Text("method")}"),
                .. generated.Take(3).SelectMany(row => new[]
                {
                    row.Evidence("total", $"compilation of {row.Text("method")}"),
                    row.Evidence("count", "compiled methods"),
                }),
            ],
            NextStep = "Generate code at build time (for example [GeneratedRegex]), publish with ReadyToRun, or do it "
                + "later.",
        };
    }
}
