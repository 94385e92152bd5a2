using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Catalog;
using Contrail.Analysis.Views.Tables;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>Native code of the framework that computes, called from one place of own code.</summary>
internal static class HotNativeRule
{
    private const double MinThreads = 0.3;
    private const double MinSamples = 50;

    /// <summary>Of samples of processors, which contain no thread that waits.</summary>
    private const double MinCpuSamples = 30;

    private const double MinProcessors = 0.2;

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

    /// <summary>
    /// Whether native code computes. Samples of processors show that; time in the runtime and the operating system is
    /// that of the method that calls them.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="call">A row of the table of native calls.</param>
    public static bool IsComputing(ExaminedTrace trace, ExaminedRow call) => call.IsKnown("cpu")
        ? !NativeCode.IsOfSystem(call.Text("module"))
            && !call.Text("module").Equals(trace.Context.Stacks.MainModule, StringComparison.OrdinalIgnoreCase)
        : IsComputing(call.Text("callee"));

    private static IEnumerable<Finding> Examine(ExaminedTrace trace)
    {
        bool isCpu = HotCpuMethod.IsRecorded(trace);
        return trace.Rows(HotMethodsView.Description, HotMethodsView.NativeName)
            .Where(row => IsComputing(trace, row))
            .GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Select(rows => rows.ToArray())
            .Where(rows => rows.Sum(row => row.Number("samples")) >= (isCpu ? MinCpuSamples : MinSamples)
                && rows.Sum(row => row.Number("threads")) >= (isCpu ? MinProcessors : MinThreads))
            .Select(rows => isCpu ? OfCpu(trace, rows) : Of(trace, rows));
    }

    private static Finding OfCpu(ExaminedTrace trace, ExaminedRow[] rows)
    {
        double processors = rows.Sum(row => row.Number("threads"));
        double samples = rows.Sum(row => row.Number("samples"));
        Finding finding = Of(trace, rows);
        return finding with
        {
            Headline = $"{finding.Culprit} computes in native code ({rows[0].Text("callee")} of "
                + $"{rows[0].Text("module")}): it uses {HotCpuMethod.ProcessorsText(trace, processors)} on average, "
                + $"{ViewText.Duration(rows.Sum(row => row.Number("cpu")))} of CPU time.",
            Confidence = HotCpuMethod.ConfidenceOf(samples),
            Reason = HotCpuMethod.ReasonOf(samples),
            Measure = new MeasureKey(MeasureKind.CpuTime, finding.Culprit),
            Evidence =
            [
                .. rows.Take(3).SelectMany(row => new[]
                {
                    row.Evidence("cpu", $"CPU time in {row.Text("callee")}"),
                    row.Evidence("threads", "processors that it uses, on average of the sampled time"),
                }),
            ],
        };
    }

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
