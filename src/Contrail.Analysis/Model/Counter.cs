namespace Contrail.Analysis.Model;

/// <summary>The value of a counter at a moment.</summary>
/// <param name="Time">When.</param>
/// <param name="Name">The application's or the runtime's name for it.</param>
/// <param name="Value">Its value.</param>
internal readonly record struct Counter(TraceTime Time, string Name, double Value);
