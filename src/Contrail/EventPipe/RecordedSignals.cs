using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.Triggers;

namespace Contrail.EventPipe;

/// <summary>Whether a profile records the events from which conditions are observed.</summary>
internal static class RecordedSignals
{
    private const string CounterInterval = "EventCounterIntervalSec=";

    /// <summary>
    /// Returns why a condition cannot be observed, with what to add, as the rest of a sentence; null if it can, or if
    /// that is unknown.
    /// </summary>
    public static string? WhyNot(SignalCondition condition, Profile profile) => condition.Signal.Observed switch
    {
        SignalKind.Request when !Has(profile, LibraryProvider.Hosting) =>
            "requests are not recorded. Record them with --profile requests",
        SignalKind.Log when !Has(profile, LogEvent.Provider) =>
            $"log messages are not recorded. Add --providers {LogEvent.Provider}:0x4:4",
        SignalKind.Counter when !HasCounters(profile) =>
            "counters are not recorded. Add for example --providers System.Runtime:0x0:4:EventCounterIntervalSec=1",
        SignalKind.Event => Subjects(condition).Where(subject => !MayRecord(profile, subject))
            .Select(subject => $"no recorded provider writes '{subject}'. Add its provider with --providers")
            .FirstOrDefault(),
        var signal when KeywordOf(signal) is { } keyword && !HasRuntime(profile, keyword) =>
            $"the profile {profile.Name} does not record them. Use --profile default",
        _ => null,
    };

    private static RuntimeKeywords? KeywordOf(SignalKind signal) => signal switch
    {
        SignalKind.GcPause or SignalKind.Suspension or SignalKind.Gen2 or SignalKind.InducedGc => RuntimeKeywords.GC,
        SignalKind.Exception or SignalKind.UnhandledException => RuntimeKeywords.Exception,
        SignalKind.Contention => RuntimeKeywords.Contention,
        SignalKind.Starvation => RuntimeKeywords.Threading,
        _ => null,
    };

    private static bool HasRuntime(Profile profile, RuntimeKeywords keyword) => profile.Providers.Any(one =>
        one.Name == RuntimeProvider.Name && ((RuntimeKeywords)one.Keywords & keyword) != 0);

    private static IEnumerable<string> Subjects(SignalCondition condition) =>
        condition.Signal.Kind == SignalKind.Pair
            ? [condition.PairSubjects.Start, condition.PairSubjects.Stop]
            : [condition.Subject];

    private static bool Has(Profile profile, string provider) =>
        profile.Providers.Any(one => one.Name.Equals(provider, StringComparison.OrdinalIgnoreCase));

    private static bool HasCounters(Profile profile) => profile.Providers.Any(one =>
        one.Name.Equals(CounterEvent.MetricsProvider, StringComparison.OrdinalIgnoreCase)
        || one.Arguments?.Contains(CounterInterval, StringComparison.OrdinalIgnoreCase) == true);

    // The events of the runtime are known; of another provider, any can be.
    private static bool MayRecord(Profile profile, string subject)
    {
        SubjectPattern pattern = new(subject);
        bool isOfRuntime = RuntimeEventTable.Names.Any(
            name => pattern.IsMatch($"{RuntimeProvider.Name}/{name}"));
        return isOfRuntime || profile.Providers
            .Where(one => one.Name != RuntimeProvider.Name)
            .Any(one => IsOf(subject, one));
    }

    private static bool IsOf(string subject, EventPipeProvider provider)
    {
        int end = subject.IndexOf('/', StringComparison.Ordinal);
        return end < 0 || subject.Contains('*', StringComparison.Ordinal)
            || new SubjectPattern(subject[..end]).IsMatch(provider.Name);
    }
}
