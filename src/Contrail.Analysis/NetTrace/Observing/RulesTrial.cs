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
    /// <summary>As a recorder decides on the time that has passed.</summary>
    private const long TickNanoseconds = 500_000_000;

    /// <summary>A recording of days with a tick twice a second; of more, each file is ticked more rarely.</summary>
    private const long MaxTicks = 1_000_000;

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
        TriggerSet set = new(rules);
        List<TriggerFiring> firings = [];
        long? last = null;
        bool isRead = RecordedObservations.TryRead(
            stream, [.. set.Conditions], Observe, out ObservedFile? file, out fault, cancellationToken);
        if (isRead)
        {
            TickUntil(file!.End);
        }

        tried = isRead ? new TriedFile(file!, firings, set.States) : null;
        return isRead;

        void Observe(Observation observation)
        {
            TickUntil(observation.Nanoseconds);
            firings.AddRange(set.Decide(observation));
        }

        void TickUntil(long moment)
        {
            long from = last ?? moment;
            long step = Math.Max(TickNanoseconds, (moment - from) / MaxTicks);
            for (; from + step < moment; from += step)
            {
                firings.AddRange(set.Tick(from + step));
            }

            last = Math.Max(from, last ?? from);
        }
    }
}
