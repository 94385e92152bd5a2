using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.Triggers;

namespace Contrail.EventPipe;

/// <summary>Whether a profile requests the values of counters. Stateless; safe from any thread.</summary>
internal static class RecordedCounters
{
    private const string CounterInterval = "EventCounterIntervalSec=";
    private const string Metrics = "Metrics=";

    /// <summary>
    /// Returns whether a profile requests the counters that a subject selects, of an event source or a meter; true
    /// where that is not known.
    /// </summary>
    public static bool Has(Profile profile, string subject)
    {
        SubjectPattern owner = new(OwnerOf(subject));
        return profile.Providers.Any(one => IsMetrics(one) ? HasMeter(one, owner) : HasCounters(one, owner));
    }

    /// <summary>How to record the counters that a subject selects, as the rest of a sentence.</summary>
    public static string Advice(string subject)
    {
        string owner = OwnerOf(subject);
        bool isKnown = owner.Length > 0 && !owner.Contains('*', StringComparison.Ordinal);
        string name = isKnown ? owner : "System.Runtime";
        return $"the counters of {(isKnown ? $"'{owner}'" : "its provider")} are not recorded. Add "
            + (isKnown ? "" : "for example ")
            + $"--providers {name}:0x0:4:EventCounterIntervalSec=1 for an event source, or --providers "
            + $"'{CounterEvent.MetricsProvider}:0x2:4:Metrics={name};RefreshInterval=1' for a meter";
    }

    // A subject without a slash may be the end of a name of any provider.
    private static string OwnerOf(string subject) => subject[..Math.Max(0, subject.LastIndexOf('/'))];

    private static bool IsMetrics(EventPipeProvider provider) =>
        provider.Name.Equals(CounterEvent.MetricsProvider, StringComparison.OrdinalIgnoreCase);

    private static bool HasCounters(EventPipeProvider provider, SubjectPattern owner) =>
        provider.Arguments?.Contains(CounterInterval, StringComparison.OrdinalIgnoreCase) == true
        && owner.IsMatch(provider.Name);

    // Each is a meter, a meter and an instrument, or the beginning of names of meters.
    private static bool HasMeter(EventPipeProvider provider, SubjectPattern owner)
    {
        string[] meters =
        [
            .. (provider.Arguments ?? "").Split(';', StringSplitOptions.TrimEntries)
                .Where(one => one.StartsWith(Metrics, StringComparison.OrdinalIgnoreCase))
                .SelectMany(one => one[Metrics.Length..].Trim('"').Split(',', StringSplitOptions.TrimEntries)),
        ];
        return meters.Length == 0 || meters.Any(one => one.Contains('*', StringComparison.Ordinal)
            || owner.IsMatch(one.Split('\\')[0]));
    }
}
