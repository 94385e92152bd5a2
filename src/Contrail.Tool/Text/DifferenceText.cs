using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;

namespace Contrail.Tool.Text;

/// <summary>Formats what differs between an incident and the time before it.</summary>
internal static class DifferenceText
{
    /// <summary>A difference in one line: what, now, and usually.</summary>
    /// <param name="difference">The difference.</param>
    /// <param name="hasGoroutines">Whether what runs and waits are goroutines, not threads.</param>
    /// <param name="now">What is before the value of the incident; empty for nothing.</param>
    /// <param name="usual">What is before the usual values.</param>
    public static string Of(Difference difference, bool hasGoroutines, string now, string usual)
    {
        MeasureUnit unit = MeasureScale.Of(difference.Key.Kind).Unit;
        string before = difference.Usual is { } median
            ? $"{usual} {Value(unit, median)}, at most {Value(unit, difference.UsualMax ?? median)}"
            : $"{usual} none";
        string name = NameOf(difference.Key, hasGoroutines ? "goroutines" : "threads");
        return $"{name}: {(now.Length > 0 ? now + " " : "")}{Value(unit, difference.Incident)}; {before}";
    }

    private static string NameOf(MeasureKey key, string workers)
    {
        string kind = key.Kind switch
        {
            MeasureKind.Pauses => $"time in which all {workers} were stopped",
            MeasureKind.Collections => "collections",
            MeasureKind.Exceptions => "exceptions",
            MeasureKind.Waits => $"{workers} that wait",
            MeasureKind.Allocations => "bytes allocated",
            MeasureKind.Samples => "samples",
            MeasureKind.CpuTime => "processors in use",
            MeasureKind.SampledThreads => "threads at work",
            MeasureKind.PoolThreads => "target of the thread pool",
            MeasureKind.Heap => "managed heap",
            MeasureKind.Spans => "requests and calls",
            MeasureKind.SpanTime => "duration",
            MeasureKind.FailedSpans => "failed requests and calls",
            MeasureKind.Logs => "log messages",
            MeasureKind.CompiledMethods => "compiled methods",
            MeasureKind.Counters => "counter",
            MeasureKind.Running => "goroutines that run",
            MeasureKind.Ready => "goroutines that are ready and do not run",
            MeasureKind.Syscalls => $"{workers} in system calls",
            _ => "unknown",
        };
        return key.Subject.Length > 0 ? $"{kind}, {key.Subject}" : kind;
    }

    private static string Value(MeasureUnit unit, double value) => unit switch
    {
        MeasureUnit.Rate => Number(value) + "/s",
        MeasureUnit.TimeShare => Number(value / 1e9) + " on average",
        MeasureUnit.Bytes => NumberFormat.Bytes((long)value) + "/s",
        MeasureUnit.BytesLevel => NumberFormat.Bytes((long)value),
        MeasureUnit.Duration => NumberFormat.Seconds(value / 1e9),
        _ => Number(value),
    };

    private static string Number(double value) => value >= 100
        ? NumberFormat.Count((long)Math.Round(value))
        : value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);
}
