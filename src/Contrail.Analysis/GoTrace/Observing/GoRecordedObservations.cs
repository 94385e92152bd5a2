using Contrail.Analysis.Trials;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Files;
using Contrail.Core.GoTrace.Observing;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.GoTrace.Observing;

/// <summary>
/// Makes the observations of a Go trace that a recorder makes of a stream, with its observers and its limits. Memory is
/// limited.
/// </summary>
internal static class GoRecordedObservations
{
    /// <summary>The signals that files show: those of events.</summary>
    public static IReadOnlyList<SignalKind> Signals => GoObserver.Signals;

    /// <summary>
    /// Reads a file from its start and has rules decide on the observations. False if it is no Go trace; then
    /// <paramref name="fault"/> contains what it is instead. What the stream throws passes.
    /// </summary>
    /// <param name="stream">The file.</param>
    /// <param name="run">The rules.</param>
    /// <param name="file">What the file is.</param>
    /// <param name="fault">What is wrong with the file: of a torn one, where it is torn; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static bool TryRead(
        Stream stream,
        TrialRun run,
        out ObservedFile? file,
        out TraceFault? fault,
        CancellationToken cancellationToken)
    {
        GoBatchTap tap = new();
        GoObservingVisitor visitor = new(run, tap);
        GoFileWalk walk = new(visitor, tap);
        int readBytes = stream.Read(walk.Room());
        while (readBytes > 0 && walk.Advance(readBytes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            readBytes = stream.Read(walk.Room());
        }

        walk.Conclude();
        fault = walk.Refusal ?? visitor.Fault;
        file = walk.Refusal is null ? visitor.Conclude() : null;
        return file is not null;
    }
}
