using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.Benchmarks.Triggers;

/// <summary>A source whose stream another object writes.</summary>
/// <param name="drain">Begins to write into a consumer.</param>
internal sealed class SimulatedSource(Func<IChunkConsumer, IDrain> drain) : RecordingSource
{
    /// <inheritdoc/>
    internal override IReadOnlyCollection<SignalKind> ObservedSignals =>
        [.. base.ObservedSignals, .. NetTraceObserver.Signals];

    /// <inheritdoc/>
    internal override OpenRecordingSource Open(ISourceHost host) =>
        ReplayedSource.Open(host.CreateRing, drain, host.Time, observer => observer);
}
