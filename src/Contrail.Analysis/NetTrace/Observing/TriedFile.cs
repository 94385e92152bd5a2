using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>What rules would have done with the stream of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Firings">What would have fired, in the order of time.</param>
/// <param name="States">The rules, with what they observed and decided.</param>
internal sealed record TriedFile(
    ObservedFile File, IReadOnlyList<TriggerFiring> Firings, IReadOnlyList<TriggerState> States);
