using Contrail.Core.GoTrace.Events;
using Contrail.Core.Triggers;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Observes stops of all goroutines; those for the collector are its pauses too. A stop begins and ends on one thread.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GoStopObserver : IGoEventObserver
{
    /// <summary>One thread stops all others at a time.</summary>
    private const int MaxOpen = 64;

    /// <summary>The start of the runtime's reasons for a collection, such as "GC sweep termination".</summary>
    private const string ForCollection = "GC ";

    private readonly Dictionary<long, (string Reason, long Nanoseconds)> _open = [];

    /// <inheritdoc/>
    public IReadOnlyList<SignalKind> Signals { get; } = [SignalKind.StopTheWorld, SignalKind.GcPause];

    /// <inheritdoc/>
    public long ForgottenCount { get; private set; }

    /// <inheritdoc/>
    public void Observe(in ObservedGoEvent current, ICollection<Observation> observed)
    {
        switch (current.Row.Id)
        {
            case GoEventId.STWBegin when _open.Count < MaxOpen || _open.ContainsKey(current.Thread):
                _open[current.Thread] = (current.Text(0), current.Nanoseconds);
                break;
            case GoEventId.STWBegin:
                ForgottenCount++;
                break;
            case GoEventId.STWEnd when _open.Remove(current.Thread, out (string Reason, long Nanoseconds) began):
                Add(began.Reason, current.Nanoseconds, current.Since(began.Nanoseconds), observed);
                break;
        }
    }

    /// <inheritdoc/>
    public void Forget() => _open.Clear();

    private static void Add(string reason, long nanoseconds, double duration, ICollection<Observation> observed)
    {
        observed.Add(new Observation(SignalKind.StopTheWorld, nanoseconds) { Value = duration, Subject = reason });
        if (reason.StartsWith(ForCollection, StringComparison.Ordinal))
        {
            observed.Add(new Observation(SignalKind.GcPause, nanoseconds) { Value = duration });
        }
    }
}
