namespace Contrail.Analysis.Model;

/// <summary>A message that the application logs into the trace.</summary>
/// <param name="Time">When.</param>
/// <param name="TaskId">The task that it belongs to; 0 for none.</param>
/// <param name="Category">The application's name for this kind of message.</param>
/// <param name="Message">The message.</param>
internal readonly record struct LogRecord(TraceTime Time, ulong TaskId, string Category, string Message)
{
    /// <summary>How severe it is.</summary>
    public LogSeverity Severity { get; init; }

    /// <summary>The thread or goroutine that logged it; 0 if unknown.</summary>
    public long ExecutionId { get; init; }

    /// <summary>The type and the message of the exception that was logged with it; empty for none.</summary>
    public string Exception { get; init; } = "";

    /// <summary>The W3C id of the trace that it belongs to; empty if unknown.</summary>
    public string TraceId { get; init; } = "";

    /// <summary>The W3C id of the span that it belongs to; empty if unknown.</summary>
    public string SpanId { get; init; } = "";
}
