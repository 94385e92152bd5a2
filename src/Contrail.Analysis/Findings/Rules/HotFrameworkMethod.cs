using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>
/// A method of the framework that uses a processor, in stacks without a method of the program: the runtime inlines
/// calls, and generated code has no module.
/// </summary>
internal static class HotFrameworkMethod
{
    private const double MinShare = 0.6;
    private const double MinSamples = 50;
    private const double MinThreads = 0.2;

    /// <summary>Methods of the framework that run or look for all work, or wait.</summary>
    private static readonly string[] Runners =
        ["ThreadPoolWorkQueue.", "PortableThreadPool.", "LowLevel", "Monitor.", "Lock.", "WaitHandle.", "Thread."];

    /// <summary>Whether the method of a row runs or looks for all work, or waits: it is no place to blame.</summary>
    public static bool IsRunner(ExaminedRow row) =>
        Array.Exists(Runners, runner => row.Text("method").Contains(runner, StringComparison.Ordinal));

    /// <summary>The innermost method that has most of the samples with what it calls; none if there is no such one.
    /// </summary>
    public static IEnumerable<Finding> Find(ExaminedTrace trace)
    {
        ExaminedRow[] rows = [.. trace.Rows(HotMethodsView.Description, "methods")];
        if (rows.Length == 0 || trace.SampleRounds is not { } rounds || HasOwnCode(trace, rows[0]))
        {
            return [];
        }

        ExaminedRow? hot = rows.Where(row => !IsUnnamed(row) && !IsRunner(row))
            .Where(row => row.Number("inclusive") >= Math.Max(MinSamples, MinShare * TotalOf(rows[0]))
                && row.Number("inclusive") >= MinThreads * rounds)
            .MinBy(row => row.Number("inclusive"));
        return hot is null
            ? []
            : [Of(hot, hot.Number("inclusive") / TotalOf(rows[0]), hot.Number("inclusive") / rounds)];
    }

    // An address can be a method that waits: the names of a torn file are missing.
    private static bool IsUnnamed(ExaminedRow row) => row.Text("method").StartsWith("0x", StringComparison.Ordinal);

    // Where the program's own code is in many of the stacks, that is the answer, or there is none.
    private static bool HasOwnCode(ExaminedTrace trace, ExaminedRow first) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.OwnName)
            .Any(row => row.Number("inclusive") > (1 - MinShare) * TotalOf(first));

    private static double TotalOf(ExaminedRow row) => row.Number("self") / Math.Max(row.Number("selfShare"), 1e-9);

    private static Finding Of(ExaminedRow row, double share, double threads) => new()
    {
        Rule = HotMethodRule.Rule.Name,
        Headline = $"{row.Text("method")} of the framework, with what it calls, has {ViewText.Percent(share)} of the "
            + $"samples in managed code: on average {threads:0.0#} threads are in it at any moment, running or ready "
            + "to run. No method of the program is in most of these stacks.",
        Culprit = row.Text("method"),
        Involved = [row.Text("method")],
        Stack = row.Stack("stack"),
        Severity = FindingSeverity.Warning,
        Confidence = FindingConfidence.Medium,
        Reason = "Samples find threads in managed code; a thread that is ready and has no processor counts too. The "
            + "runtime inlines calls, and code that is generated at run time has no module: the caller is unknown.",
        Impact = Math.Min(1, threads),
        Evidence =
        [
            row.Evidence("inclusive", "samples in this method and what it calls"),
            row.Evidence("self", "of them in the method itself"),
        ],
        Surer = "Record with --profile requests: the routes show which requests take that long.",
        NextStep = $"See what calls it: {CommandText.Callers(row.Text("method"))} shows the stacks.",
    };
}
