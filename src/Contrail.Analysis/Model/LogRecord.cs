namespace Contrail.Analysis.Model;

/// <summary>A message that the application logs into the trace.</summary>
/// <param name="Time">When.</param>
/// <param name="TaskId">The task that it belongs to; 0 for none.</param>
/// <param name="Category">The application's name for this kind of message.</param>
/// <param name="Message">The message.</param>
internal readonly record struct LogRecord(TraceTime Time, ulong TaskId, string Category, string Message);
