using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.Triggers;

namespace Contrail.EventPipe;

/// <summary>Which signals the events of a profile show. Stateless; safe from any thread.</summary>
internal static class SignalEvents
{
    /// <summary>
    /// Returns whether a profile requests the events that a condition observes; true where that is not known. Whether
    /// the process writes them, is unknown here.
    /// </summary>
    /// <param name="condition">The condition.</param>
    /// <param name="profile">The profile.</param>
    public static bool AreRecorded(SignalCondition condition, Profile profile) => condition.Signal.Kind switch
    {
        SignalKind.GcPause or SignalKind.Suspension or SignalKind.Gen2 or SignalKind.InducedGc =>
            HasRuntimeEvent(profile, RuntimeEventId.GCStart),
        SignalKind.Exception or SignalKind.UnhandledException =>
            HasRuntimeEvent(profile, RuntimeEventId.ExceptionThrown),
        SignalKind.Contention => HasRuntimeEvent(profile, RuntimeEventId.ContentionStop),
        SignalKind.Starvation => HasRuntimeEvent(profile, RuntimeEventId.ThreadPoolAdjustment),
        SignalKind.Request =>
            HasProvider(profile, LibraryProvider.Hosting) || HasProvider(profile, LibraryProvider.Activities),
        SignalKind.Log => HasProvider(profile, LogEvent.Provider),
        SignalKind.Counter => RecordedCounters.Has(profile, condition.Subject),
        SignalKind.Event => HasProviderOf(profile, condition.Subject),
        SignalKind.Pair => HasProviderOf(profile, condition.PairSubjects.Start)
            && HasProviderOf(profile, condition.PairSubjects.Stop),
        _ => true,
    };

    /// <summary>Whether a profile requests an event of the runtime.</summary>
    public static bool HasRuntimeEvent(Profile profile, int eventId)
    {
        RuntimeEvent row = RuntimeEventTable.FindLive(eventId)!;
        return profile.Providers.Any(one => one.Name.Equals(RuntimeProvider.Name, StringComparison.OrdinalIgnoreCase)
            && ((RuntimeKeywords)one.Keywords & row.Keywords) != 0
            && (int)one.Level >= row.Level
            && (one.Filter is not { } filter || filter.EventIds.Contains((uint)eventId) == filter.IsAllowList));
    }

    /// <summary>Whether a profile has a provider.</summary>
    public static bool HasProvider(Profile profile, string name) =>
        profile.Providers.Any(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    // A subject without a slash may be the end of a name in any provider.
    private static bool HasProviderOf(Profile profile, string subject)
    {
        int end = subject.LastIndexOf('/');
        SubjectPattern pattern = new(end < 0 ? "" : subject[..end]);
        return profile.Providers.Any(one => pattern.IsMatch(one.Name));
    }
}
