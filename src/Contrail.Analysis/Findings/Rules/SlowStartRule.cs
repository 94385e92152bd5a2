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
        ExaminedRow[] slow =
        [
            .. steps.Where(row => row.Number("generated") >= MinNanoseconds
                && row.Time("time").Nanoseconds is var at && at >= from && at - from <= StartNanoseconds),
        ];
        if (slow.Length > 0)
        {
            yield return Of([.. slow.OrderByDescending(row => row.Number("generated"))]);
        }
    }

    private static bool IsMain(string method) =>
        Array.Exists(Mains, end => method.EndsWith(end, StringComparison.Ordinal));

    private static Finding Of(ExaminedRow[] slow)
    {
        ExaminedRow worst = slow[0];
        string method = worst.Text("method");
        TraceTime end = new(worst.Time("time").Nanoseconds + (long)worst.Number("generated"));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"The start compiles generated code for {ViewText.Duration(worst.Number("generated"))} after "
                + $"the first call of {method}: {ViewText.Count(worst.Number("count"))} methods.",
            Culprit = method,
            Involved = [JitLoadRule.Rule.Name],
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "The trace contains each compiled method; that the method needs them follows from their order.",
            Impact = Math.Min(1, worst.Number("generated") / VeryLongNanoseconds),
            Range = new TimeRange(worst.Time("time"), end, false, false),
            Evidence =
            [
                .. slow.Take(3).SelectMany(row => new[]
                {
                    row.Evidence("generated", $"compilation after {row.Text("method")}"),
                    row.Evidence("count", "compiled methods"),
                }),
            ],
            NextStep = "Generate code at build time (for example [GeneratedRegex]), publish with ReadyToRun, or do it "
                + "later.",
        };
    }
}
