using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Code that generates code all the time, which is compiled each time.</summary>
internal static class JitLoadRule
{
    private const double MinMethods = 50;
    private const double MinPerSecond = 5;
    private const double MinActiveSeconds = 3;
    private const double MinActiveShare = 0.5;
    private const double ManyPerSecond = 500;

    /// <summary>How the names of generated methods begin, and what generates them.</summary>
    private static readonly (string Start, string What, string Next)[] Generators =
    [
        ("lambda_method", "compiled expressions", "Keep what Compile returns, for example in a dictionary."),
        ("Regex", "compiled regular expressions", "Keep Regex objects in static fields, or use [GeneratedRegex]."),
    ];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "jit-load", "code that is generated and compiled again and again", ModelNeeds.CompiledMethods,
        [JitView.Description], Examine)
    {
        Recording = JitView.Description.Recording,
    };

    // Code that is called for the first time is compiled once: that happens at a start, and not over most of a window.
    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        from row in trace.Rows(JitView.Description, JitView.GeneratedName)
        where trace.WindowNanoseconds > 0
        group row by GeneratorOf(row.Text("method"))?.What ?? row.Text("method") into rows
        let count = rows.Sum(row => row.Number("count"))
        let active = rows.Max(row => row.Number("activeSeconds"))
        where count >= MinMethods && count >= MinPerSecond * trace.WindowSeconds
            && active >= Math.Max(MinActiveSeconds, MinActiveShare * trace.WindowSeconds)
        select Of(trace, [.. rows]);

    private static (string Start, string What, string Next)? GeneratorOf(string method) => Array.Find(
        Generators, one => method.Contains(one.Start, StringComparison.Ordinal)) is { Start: not null } known
        ? known
        : null;

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double rate = rows.Sum(row => row.Number("rate"));
        double total = rows.Sum(row => row.Number("total"));
        string method = rows[0].Text("method");
        StackId stack = rows.Select(row => row.Stack("stack"))
            .FirstOrDefault(stack => trace.CodeOf(stack).Length > 0);
        string code = trace.CodeOf(stack);
        (string Start, string What, string Next)? known = GeneratorOf(method);
        string cost = total > 0 ? $" Their compilation took {ViewText.Duration(total)}." : "";
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{(code.Length > 0 ? code : "The process")} generates {ViewText.Count(rate)} methods a "
                + $"second: {method}"
                + (known is null ? "." : $", of {known.Value.What}.") + cost,
            Culprit = code.Length > 0 ? code : method,
            Involved = [Rule.Name, .. code.Length > 0 ? [code] : Array.Empty<string>()],
            Stack = stack,
            Severity = FindingSeverity.Warning,
            Confidence = code.Length > 0 ? FindingConfidence.High : FindingConfidence.Medium,
            Reason = code.Length > 0
                ? "The trace contains each compiled method, with the code that needed it."
                : "The trace contains each compiled method, but not which code generates it.",
            Impact = Math.Min(1, Math.Max(rate / ManyPerSecond, total / trace.WindowNanoseconds)),
            Measure = new MeasureKey(MeasureKind.CompiledMethods, ""),
            Evidence =
            [
                .. rows.Take(3).SelectMany(row => new[]
                {
                    row.Evidence("count", $"methods {row.Text("method")}"),
                    row.Evidence("activeSeconds", "seconds of the window in which some were compiled"),
                    row.Evidence("total", "the time of their compilation"),
                }),
            ],
            Surer = code.Length > 0 ? "" : "Record with --profile cpu: samples show which code compiles.",
            NextStep = known?.Next ?? "Keep what is generated, for example in a dictionary.",
        };
    }
}
