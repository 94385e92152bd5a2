using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Native code of the framework that computes, called from one place of own code.</summary>
internal static class HotNativeRule
{
    private const double MinThreads = 0.3;
    private const double MinSamples = 50;

    /// <summary>
    /// Calls that compute and do not wait. Samples in native code include waits, so that of any other call it is
    /// unknown whether it uses a processor.
    /// </summary>
    private static readonly string[] Computing =
    [
        "Interop.Brotli.", "Interop.ZLib.", "Interop.Zstd.", "Interop.Crypto.", "Interop.OpenSsl.",
        "Interop.Globalization.",
    ];

    /// <summary>The rule.</summary>
    public static FindingRule Rule { get; } = new(
        "hot-native", "native code that computes for one method", ModelNeeds.Samples, [HotMethodsView.Description],
        Examine)
    {
        FormatNeeds = ModelNeeds.Modules,
        Recording = HotMethodsView.Description.Recording,
    };

    /// <summary>Whether a native call computes, so that a thread in it does not wait.</summary>
    public static bool IsComputing(string callee) =>
        Array.Exists(Computing, start => callee.StartsWith(start, StringComparison.Ordinal));

    private static IEnumerable<Finding> Examine(ExaminedTrace trace) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.NativeName)
            .Where(row => IsComputing(row.Text("callee")))
            .GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Select(rows => rows.ToArray())
            .Where(rows => rows.Sum(row => row.Number("samples")) >= MinSamples
                && rows.Sum(row => row.Number("threads")) >= MinThreads)
            .Select(rows => Of(trace, rows));

    private static Finding Of(ExaminedTrace trace, ExaminedRow[] rows)
    {
        StackId stack = rows[0].Stack("stack");
        string code = trace.CodeOf(stack);
        double threads = rows.Sum(row => row.Number("threads"));
        return new Finding
        {
            Rule = Rule.Name,
            Headline = $"{code} computes in native code ({rows[0].Text("callee")}): on average {threads:0.0#} threads "
                + "are there at any moment.",
            Culprit = code,
            Involved = [.. new[] { code, trace.CallerOf(stack) }.Where(one => one.Length > 0)],
            Stack = stack,
            Severity = FindingSeverity.Warning,
            Confidence = FindingConfidence.Medium,
            Reason = "Samples find threads in this call, which computes; whether each had a processor is not known.",
            Impact = Math.Min(1, threads),
            Evidence =
            [
                .. rows.Take(3).SelectMany(row => new[]
                {
                    row.Evidence("samples", $"samples in {row.Text("callee")}"),
                    row.Evidence("threads", "threads in it, on average"),
                }),
            ],
            NextStep = "Keep the result, compress at a lower level, or do it less often.",
        };
    }
}
