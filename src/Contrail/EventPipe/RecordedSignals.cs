using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.Triggers;

namespace Contrail.EventPipe;

/// <summary>Whether a profile records the events from which conditions are observed.</summary>
internal static class RecordedSignals
{
    /// <summary>
    /// Returns why a condition cannot be observed, with what to add, as the rest of a sentence; null if it can, or if
    /// that is unknown.
    /// </summary>
    public static string? WhyNot(SignalCondition condition, Profile profile) => condition.Signal.Observed switch
    {
        SignalKind.Request when !SignalEvents.HasProvider(profile, LibraryProvider.Hosting) =>
            "requests are not recorded. Record them with --profile requests",
        SignalKind.Log when !SignalEvents.AreRecorded(condition, profile) =>
            $"log messages are not recorded. Add --providers {LogEvent.Provider}:0x4:4",
        SignalKind.Counter when !SignalEvents.AreRecorded(condition, profile) =>
            RecordedCounters.Advice(condition.Subject),
        SignalKind.Event => condition.Subjects.Where(subject => !MayRecord(profile, subject))
            .Select(subject => $"no recorded provider writes '{subject}'. Add its provider with --providers")
            .FirstOrDefault(),
        SignalKind.GcPause or SignalKind.Suspension or SignalKind.Gen2 or SignalKind.InducedGc
            or SignalKind.Exception or SignalKind.UnhandledException or SignalKind.Contention
            or SignalKind.Starvation when !SignalEvents.AreRecorded(condition, profile) =>
            $"the profile {profile.Name} does not record them. Use --profile default",
        _ => null,
    };

    // The events of the runtime are known; of another provider, any can be.
    private static bool MayRecord(Profile profile, string subject) => NamedEventObserver.IsOfRuntime(subject)
        || profile.Providers.Where(one => one.Name != RuntimeProvider.Name).Any(one => IsOf(subject, one));

    private static bool IsOf(string subject, EventPipeProvider provider)
    {
        int end = subject.IndexOf('/', StringComparison.Ordinal);
        return end < 0 || subject.Contains('*', StringComparison.Ordinal)
            || new SubjectPattern(subject[..end]).IsMatch(provider.Name);
    }
}
