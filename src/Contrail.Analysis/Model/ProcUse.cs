namespace Contrail.Analysis.Model;

/// <summary>
/// A time in which a proc, a processor of the runtime's scheduler, was in use. One that was not in use when the trace
/// first shows it has a record without duration.
/// </summary>
/// <param name="ProcId">Its number; not that of a processor of the machine.</param>
/// <param name="Range">When.</param>
internal readonly record struct ProcUse(long ProcId, TimeRange Range);
