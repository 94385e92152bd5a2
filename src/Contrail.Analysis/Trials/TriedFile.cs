using Contrail.Core.Triggers;

namespace Contrail.Analysis.Trials;

/// <summary>What rules would have done with the stream of a file.</summary>
/// <param name="File">The file.</param>
/// <param name="Firings">The first firings of each rule, in the order of time; its state counts all.</param>
/// <param name="States">The rules, with what they observed and decided.</param>
internal sealed record TriedFile(
    ObservedFile File, IReadOnlyList<TriggerFiring> Firings, IReadOnlyList<TriggerState> States);
