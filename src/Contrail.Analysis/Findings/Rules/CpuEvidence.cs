using Contrail.Analysis.Views.Catalog;

namespace Contrail.Analysis.Findings.Rules;

/// <summary>CPU time that supports findings about something else, from samples of processors.</summary>
internal static class CpuEvidence
{
    /// <summary>A smaller part of the time is not worth a line.</summary>
    private const double MinShare = 0.1;

    /// <summary>With fewer, chance can show another place.</summary>
    private const double MinCallSamples = 5;
    private const double MinCallerShare = 0.5;

    /// <summary>The runtime's own native code; the collector is in a file of its own only where one is configured.
    /// </summary>
    private static readonly string[] Runtime = ["libcoreclr.so", "libclrgc.so", "libclrgcexp.so"];

    /// <summary>The time in the runtime's native code, which contains the collector; none if it is small or unknown.
    /// </summary>
    public static IEnumerable<Evidence> OfRuntime(ExaminedTrace trace) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.ModulesName)
            .Where(row => Runtime.Contains(row.Text("module")) && row.Number("share") >= MinShare)
            .Select(row => row.Evidence(
                "cpu", $"CPU time in {row.Text("module")}, which contains the collector and the rest of the runtime"));

    /// <summary>
    /// The place that makes most of some native calls, with how many of their samples are there; null if they have few,
    /// or no place has half of them.
    /// </summary>
    /// <param name="trace">The trace.</param>
    /// <param name="functions">The native functions.</param>
    public static (ExaminedRow Place, string Code, double Samples, double All)? OfCallers(
        ExaminedTrace trace, IReadOnlyList<string> functions)
    {
        ExaminedRow[] calls =
        [
            .. trace.Rows(HotMethodsView.Description, HotMethodsView.NativeName)
                .Where(row => row.IsKnown("cpu") && functions.Contains(row.Text("callee"))),
        ];
        double all = calls.Sum(row => row.Number("samples"));
        return calls.GroupBy(row => trace.CodeOf(row.Stack("stack")))
            .Where(same => same.Key.Length > 0)
            .Select(same => (Place: same.MaxBy(row => row.Number("samples"))!, Code: same.Key,
                Samples: same.Sum(row => row.Number("samples"))))
            .Where(one => one.Samples >= MinCallSamples && one.Samples >= MinCallerShare * all)
            .OrderByDescending(one => one.Samples)
            .Select(one => ((ExaminedRow, string, double, double)?)(one.Place, one.Code, one.Samples, all))
            .FirstOrDefault();
    }

    /// <summary>The time of a method that throws; none if it is small or unknown.</summary>
    /// <param name="trace">The trace.</param>
    /// <param name="code">The method.</param>
    public static IEnumerable<Evidence> OfThrower(ExaminedTrace trace, string code) =>
        trace.Rows(HotMethodsView.Description, HotMethodsView.PlacesName)
            .Where(row => row.IsKnown("cpu") && row.Number("share") >= MinShare && code.Length > 0
                && trace.CodeOf(row.Stack("stack")) == code)
            .Take(1)
            .Select(row => row.Evidence("cpu", "CPU time in this method, with the dispatch of its exceptions"));
}
