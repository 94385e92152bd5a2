using Contrail.Agent.Keeping;

namespace Contrail.Benchmarks.Triggers;

/// <summary>A folder that keeps the latest snapshots, as <c>contrail record --keep</c>. Thread-safe.</summary>
/// <param name="folder">The folder.</param>
/// <param name="maxCount">How many are kept.</param>
/// <param name="taken">Called after each.</param>
internal sealed class KeptSink(string folder, int maxCount, Action taken) : ISnapshotSink
{
    private readonly DirectorySink _sink = new(folder);
    private readonly SnapshotKeeper _keeper = new(folder, new KeepingLimits { MaxCount = maxCount });

    /// <inheritdoc/>
    public async Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken)
    {
        string location = await _sink.PutAsync(snapshot, name, cancellationToken);
        KeepingOutcome outcome = _keeper.Keep(location, snapshot.Manifest, SnapshotCause.Trigger, "exceptions");
        if (outcome.Problems != KeepingProblem.None)
        {
            throw new IOException($"{outcome.Problems}: {outcome.Detail}");
        }

        taken();
        return location;
    }
}
