using System.Globalization;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using Contrail.Benchmarks.Captures;

namespace Contrail.Benchmarks.Figures;

/// <summary>The short table: medians as speeds, and the ratio of each to its peer of the same run.</summary>
internal sealed class FigureTable
{
    private readonly List<BenchmarkReport> _reports;
    private readonly Dictionary<CaptureKind, TraceBytes> _traces = [];

    public FigureTable(IEnumerable<Summary> summaries) =>
        _reports = [.. summaries
            .SelectMany(summary => summary.Reports)
            .Where(report => report.ResultStatistics is not null)];

    public bool IsEmpty => _reports.Count == 0;

    public void WriteTo(TextWriter target)
    {
        // A generation is about a MiB: what is allocated once for each shows as bytes a MiB.
        target.WriteLine(
            "| benchmark | stream | median ms | min–max ms | MB/s | M events/s | B allocated per MiB "
                + "| peer / Contrail |");
        target.WriteLine("|---|---|---:|---:|---:|---:|---:|---:|");
        foreach (BenchmarkReport report in _reports)
        {
            target.WriteLine(RowOf(report));
        }

        target.WriteLine();
        IEnumerable<string> streams = _traces.Select(pair => StreamFact(pair.Key, pair.Value));
        foreach (string fact in streams.Concat(MeasuredMachine.Facts()))
        {
            target.WriteLine($"- {fact}");
        }
    }

    private static string StreamFact(CaptureKind kind, TraceBytes trace) => string.Create(
        CultureInfo.InvariantCulture,
        $"stream {kind}: {trace.All.Length / 1e6:F0} MB, {trace.EventCount / 1e6:F2} M events, of which "
        + $"{trace.Measured.Length / 1e6:F0} MB, {trace.MeasuredEventCount / 1e6:F2} M events, "
        + $"{trace.MeasuredFrameCount} frames are measured where the ring is filled first");

    private string RowOf(BenchmarkReport report)
    {
        BenchmarkCase measured = report.BenchmarkCase;
        CaptureKind kind = (CaptureKind)measured.Parameters[nameof(SplitAndStore.Stream)];
        TraceBytes trace = TraceOf(kind);
        bool whole = measured.Descriptor.Type == typeof(DecodeHeaders)
            || measured.Descriptor.Type == typeof(CheckAndRepair);
        double bytes = whole ? trace.All.Length : trace.Measured.Length;
        double events = whole ? trace.EventCount : trace.MeasuredEventCount;
        double seconds = MedianOf(report) / 1e9;
        double allocated = (report.GcStats.GetBytesAllocatedPerOperation(measured) ?? 0) / (bytes / (1 << 20));
        string name = $"{measured.Descriptor.Type.Name}.{measured.Descriptor.WorkloadMethod.Name}";
        string ratio = measured.Descriptor.Baseline ? "1" : Text(MedianOf(PeerOf(measured)) / MedianOf(report), "F2");
        double fastest = report.ResultStatistics!.Min / 1e6, slowest = report.ResultStatistics.Max / 1e6;
        return $"| {name} | {kind} | {Text(seconds * 1e3, "F1")} | {Text(fastest, "F1")}–{Text(slowest, "F1")} "
            + $"| {Text(bytes / seconds / 1e6, "F0")} | {Text(events / seconds / 1e6, "F1")} "
            + $"| {Text(allocated, "F0")} | {ratio} |";
    }

    private BenchmarkReport PeerOf(BenchmarkCase measured) => _reports.First(report =>
        report.BenchmarkCase.Descriptor.Type == measured.Descriptor.Type
        && report.BenchmarkCase.Descriptor.Baseline
        && report.BenchmarkCase.Parameters.DisplayInfo == measured.Parameters.DisplayInfo);

    private TraceBytes TraceOf(CaptureKind kind) =>
        _traces.TryGetValue(kind, out TraceBytes? known) ? known : _traces[kind] = TraceBytes.Load(kind);

    private static double MedianOf(BenchmarkReport report) => report.ResultStatistics!.Median;

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
