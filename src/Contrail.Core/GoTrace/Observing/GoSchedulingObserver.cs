using Contrail.Core.GoTrace.Events;
using Contrail.Core.Triggers;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Observes how long goroutines are runnable before they run, except where they were so before the first known event.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GoSchedulingObserver : IGoEventObserver
{
    /// <summary>Goroutines that are runnable at a time; a program with more of them has other problems.</summary>
    private const int MaxRunnable = 1 << 18;

    private readonly Dictionary<long, long> _runnableSince = [];

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.Scheduling];

    /// <inheritdoc/>
    public long ForgottenCount { get; private set; }

    /// <inheritdoc/>
    public void Observe(in ObservedGoEvent current, ICollection<Observation> observed)
    {
        GoEventRow row = current.Row;
        bool isOfGoroutine = row.Subject is GoSubject.OwnGoroutine or GoSubject.NamedGoroutine;
        if (row.Kind != GoEventKind.StateTransition || !isOfGoroutine)
        {
            return;
        }

        switch (row.Id)
        {
            case GoEventId.GoStart when _runnableSince.Remove(current.Subject, out long since):
                Add(current, current.Since(since), observed);
                break;
            case GoEventId.GoSwitch or GoEventId.GoSwitchDestroy:
                // The goroutine runs at once: it does not pass through the scheduler.
                Add(current, 0, observed);
                break;
            default:
                Become(row.To, current);
                break;
        }
    }

    /// <inheritdoc/>
    public void Forget() => _runnableSince.Clear();

    private static void Add(in ObservedGoEvent current, double duration, ICollection<Observation> observed) =>
        observed.Add(new Observation(SignalKind.Scheduling, current.Nanoseconds) { Value = duration });

    private void Become(GoState state, in ObservedGoEvent current)
    {
        if (state != GoState.Runnable)
        {
            return;
        }

        if (_runnableSince.Count < MaxRunnable || _runnableSince.ContainsKey(current.Subject))
        {
            _runnableSince[current.Subject] = current.Nanoseconds;
        }
        else
        {
            ForgottenCount++;
        }
    }
}
