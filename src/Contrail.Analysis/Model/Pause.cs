namespace Contrail.Analysis.Model;

/// <summary>A time in which no application code runs: the runtime has stopped all threads.</summary>
/// <param name="Reason">Why the runtime stopped them, as the trace names it.</param>
/// <param name="Range">When.</param>
internal readonly record struct Pause(string Reason, TimeRange Range);
