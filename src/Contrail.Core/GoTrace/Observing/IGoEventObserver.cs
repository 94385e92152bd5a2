using Contrail.Core.Triggers;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>Makes observations of events of Go traces. One thread at a time calls it.</summary>
internal interface IGoEventObserver
{
    /// <summary>The signals that it observes.</summary>
    IReadOnlyList<SignalKind> Signals { get; }

    /// <summary>Open regions, tasks and the like that were not followed because there were too many.</summary>
    long ForgottenCount { get; }

    /// <summary>Takes in an event and adds what it shows.</summary>
    void Observe(in ObservedGoEvent current, ICollection<Observation> observed);

    /// <summary>Forgets what is open: events are missing.</summary>
    void Forget();
}
