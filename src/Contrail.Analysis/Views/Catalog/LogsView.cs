using Contrail.Analysis.Model;
using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Which messages were logged, and how often. Not safe for concurrent use.</summary>
internal sealed class LogsView : ViewBase, IView
{
    private const int MaxGroups = 10_000;
    private const int MaxLatest = 1_000;

    private static readonly TableDescription Patterns = new(
        "patterns", "Messages by pattern",
        new ViewColumn("count", "count", ViewUnit.Count),
        new ViewColumn("rate", "rate", ViewUnit.Rate),
        new ViewColumn("first", "first", ViewUnit.Time),
        new ViewColumn("last", "last", ViewUnit.Time),
        new ViewColumn("severity", "severity", ViewUnit.Text),
        new ViewColumn("category", "category", ViewUnit.Text),
        new ViewColumn("message", "message", ViewUnit.Text));

    private static readonly TableDescription Latest = new(
        "messages", "Latest messages",
        new ViewColumn("time", "time", ViewUnit.Time),
        new ViewColumn("severity", "severity", ViewUnit.Text),
        new ViewColumn("category", "category", ViewUnit.Text),
        new ViewColumn("message", "message", ViewUnit.Text),
        new ViewColumn("exception", "exception", ViewUnit.Text),
        new ViewColumn("traceId", "trace id", ViewUnit.Text));

    private readonly BoundedGroups<(LogSeverity Severity, string Category, string Pattern), LogGroup> _groups =
        new(MaxGroups);

    private readonly Queue<LogRecord> _latest = new();
    private long _count;

    /// <summary>The description.</summary>
    public static ViewDescription Description { get; } = new(
        "logs", "Which messages did the application log, and how often?",
        ModelNeeds.Logs, [Patterns, Latest], static _ => new LogsView())
    {
        Recording = "--providers Microsoft-Extensions-Logging:0x4:4 (.NET), runtime/trace logs (Go)",
        ServiceRecording = "call trace.Log of runtime/trace in the service",
    };

    /// <inheritdoc/>
    public override ModelNeeds Needs => ModelNeeds.Logs;

    /// <inheritdoc/>
    public void Add(in LogRecord log)
    {
        _count++;
        _groups.Find((log.Severity, log.Category, MessagePattern.Of(log.Message)))?.Add(log);
        _latest.Enqueue(log);
        if (_latest.Count > MaxLatest)
        {
            _latest.Dequeue();
        }
    }

    /// <inheritdoc/>
    public override ViewResult Conclude()
    {
        ViewTable patterns = new(Patterns);
        foreach (((LogSeverity severity, string category, string pattern), LogGroup group) in
            _groups.All.OrderByDescending(pair => pair.Key.Severity).ThenByDescending(pair => pair.Value.Count))
        {
            patterns.Add(
                group.Count, PerSecond(group.Count), group.First, group.Last, SeverityText(severity), category,
                group.OnlyMessage ?? pattern);
        }

        ViewTable latest = new(Latest) { OmittedCount = _count - _latest.Count };
        latest.AddAll(_latest.Reverse(), static log =>
        [
            log.Time, SeverityText(log.Severity), log.Category, log.Message, Known(log.Exception), Known(log.TraceId),
        ]);
        return new ViewResult(patterns, latest) { Notes = [.. _groups.Notes("messages")] };
    }

    private static string? SeverityText(LogSeverity severity) =>
        severity == LogSeverity.Unknown ? null : severity.ToString();

    private sealed class LogGroup
    {
        public long Count { get; private set; }

        public TraceTime First { get; private set; }

        public TraceTime Last { get; private set; }

        /// <summary>The message; null once two different messages occurred.</summary>
        public string? OnlyMessage { get; private set; }

        public void Add(in LogRecord log)
        {
            OnlyMessage = Count == 0 || OnlyMessage == log.Message ? log.Message : null;
            First = Count == 0 || log.Time < First ? log.Time : First;
            Last = Count == 0 || log.Time > Last ? log.Time : Last;
            Count++;
        }
    }
}
