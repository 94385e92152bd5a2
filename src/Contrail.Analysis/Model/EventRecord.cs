namespace Contrail.Analysis.Model;

/// <summary>An event of a trace, not interpreted.</summary>
/// <param name="Time">When it happened.</param>
/// <param name="ExecutionId">The thread or the goroutine that wrote it.</param>
/// <param name="Provider">The source of the event; empty if the format has none.</param>
/// <param name="Name">The event.</param>
/// <param name="Details">The rest, valid only while a sink receives the record.</param>
internal readonly record struct EventRecord(
    TraceTime Time, long ExecutionId, string Provider, string Name, IEventDetails Details);
