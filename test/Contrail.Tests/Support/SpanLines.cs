using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace;
using Xunit;

namespace Contrail.Tests.Support;

/// <summary>The spans, counters, log messages and other records of a file, as text.</summary>
internal sealed class SpanLines(ModelNeeds needs) : IModelSink
{
    private readonly List<string> _lines = [];

    public ModelNeeds Needs => needs;

    public static IReadOnlyList<string> Of(NetTraceFile file, ModelNeeds needs = ModelNeeds.Spans) =>
        Of(file.Whole(), needs);

    public static IReadOnlyList<string> Of(byte[] file, ModelNeeds needs = ModelNeeds.Spans)
    {
        IReadOnlyList<string>? lines = TryRead(file, needs);
        Assert.NotNull(lines);
        return lines;
    }

    /// <summary>Null for bytes that are no such file.</summary>
    public static IReadOnlyList<string>? TryRead(byte[] file, ModelNeeds needs)
    {
        SpanLines lines = new(needs);
        using MemoryStream stream = new(file);
        bool isRead = NetTraceModel.TryRead(
            stream, new TraceModel(lines), out _, out _, TestContext.Current.CancellationToken);
        return isRead ? lines._lines : null;
    }

    public void Add(in Span span)
    {
        string[] parts =
        [
            $"{span.Kind}", span.Name, span.Target, $"on {span.ExecutionId}", Text(span.Range),
            span.Status.Length > 0 ? $"status {span.Status}" : "",
            span.IsFailed ? "failed" : "",
            span.IsCanceled ? "canceled" : "",
            span.QueuedNanoseconds is { } queued ? $"queued {queued / 1_000_000}" : "",
            span.TraceId.Length > 0 ? $"trace {span.TraceId} span {span.SpanId}" : "",
            span.ParentId.Length > 0 ? $"in {span.ParentId}" : "",
        ];
        _lines.Add(string.Join(' ', parts.Where(part => part.Length > 0)));
    }

    public void Add(in Wait wait) =>
        _lines.Add($"wait {wait.Kind} {wait.ObjectId} on {wait.ExecutionId} {Text(wait.Range)}");

    public void Add(in Counter counter) => _lines.Add(
        $"{counter.Kind} {counter.Provider} {counter.Name} {counter.Value} '{counter.Unit}' '{counter.Tags}'"
        + (counter.Kind == CounterKind.Distribution ? $" {counter.Count} {counter.Quantiles}" : ""));

    public void Add(in LogRecord log) => _lines.Add(
        $"{log.Severity} {log.Category}: {log.Message} on {log.ExecutionId}"
        + (log.Exception.Length > 0 ? $" ({log.Exception})" : "")
        + (log.TraceId.Length > 0 ? $" trace {log.TraceId} span {log.SpanId}" : ""));

    public void Add(in CompiledMethod method) => _lines.Add(
        $"{method.Name} {method.Tier} of {method.ILBytes} to {method.CodeBytes} bytes on {method.ExecutionId} in "
        + $"{method.Nanoseconds / 1_000_000}");

    public void Add(in FinalizedObject finalized) =>
        _lines.Add($"'{finalized.Type}' at {finalized.Time.Nanoseconds / 1_000_000}");

    public void Add(in ModuleLoad module) =>
        _lines.Add($"{module.Path} {module.ModuleId} at {module.Time?.Nanoseconds / 1_000_000}");

    public void OnUnpaired(ModelNeeds kind) => _lines.Add($"unpaired {kind}");

    private static string Text(TimeRange range) =>
        $"at {range.Start.Nanoseconds / 1_000_000} for {range.Nanoseconds / 1_000_000}"
        + (range.IsOpenAtStart ? " open at start" : "")
        + (range.IsOpenAtEnd ? " open at end" : "");
}
