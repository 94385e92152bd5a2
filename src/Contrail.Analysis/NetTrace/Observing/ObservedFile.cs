using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>What a file is of which observations were made. Immutable.</summary>
/// <param name="Facts">The file: its window, its losses, and where it is torn.</param>
/// <param name="Start">The start of the window, in nanoseconds on the clock of the observations.</param>
/// <param name="End">The end of the window, in the same way.</param>
/// <param name="MissingFields">The fields that conditions use and that observed events do not have.</param>
internal sealed record ObservedFile(
    TraceFileFacts Facts, long Start, long End, IReadOnlyList<MissingField> MissingFields);
