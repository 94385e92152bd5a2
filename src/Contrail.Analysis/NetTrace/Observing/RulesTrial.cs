using Contrail.Core.Formats;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.NetTrace.Observing;

/// <summary>
/// Runs rules over files, each as the stream of a process of its own, and keeps what would have fired. Not safe for
/// concurrent use.
/// </summary>
/// <param name="rules">The rules.</param>
internal sealed class RulesTrial(IReadOnlyList<TriggerRule> rules)
{
    /// <summary>
    /// Runs the rules over a file. False if it is no nettrace stream; then <paramref name="fault"/> contains what it is
    /// instead.
    /// </summary>
    /// <param name="stream">The file; it can seek.</param>
    /// <param name="tried">What would have fired.</param>
    /// <param name="fault">What is wrong with the file; null if it is whole.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public bool TryRun(
        Stream stream, out TriedFile? tried, out TraceFault? fault, CancellationToken cancellationToken)
    {
        TrialRun run = new(rules);
        bool isRead = RecordedObservations.TryRead(
            stream, [.. run.Rules.Conditions], run.Observe, out ObservedFile? file, out fault, cancellationToken);
        if (isRead)
        {
            run.TickUntil(file!.End);
        }

        tried = isRead ? new TriedFile(file!, run.Firings, run.Rules.States) : null;
        return isRead;
    }
}
