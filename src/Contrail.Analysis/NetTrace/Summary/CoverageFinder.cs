using System.Globalization;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Analysis.Views;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Summary;

/// <summary>
/// Finds what was recorded in which part of a window, from the profiles and the session in a manifest. Immutable.
/// </summary>
internal sealed class CoverageFinder
{
    private const int Error = 2;
    private const int Informational = 4;
    private const int Verbose = 5;
    private const string MainSession = "main: ";

    private readonly List<(double Seconds, ProfileEvents? Events)> _parts = [];
    private readonly EventTally _seen;

    public CoverageFinder(SnapshotManifest? manifest, EventTally seen)
    {
        _seen = seen;
        if (manifest is null)
        {
            return;
        }

        // The line describes the session at the time of the snapshot, which is that of the last part.
        ProfileEvents? current = Requested(manifest.Sessions);
        IReadOnlyList<ManifestProfile> profiles = manifest.Profiles;
        for (int index = 0; index < profiles.Count; index++)
        {
            double seconds = Math.Max(0, (profiles[index].ToUtc - profiles[index].FromUtc).TotalSeconds);
            bool isLast = index == profiles.Count - 1;
            _parts.Add((seconds, (isLast ? current : null) ?? ProfileEvents.Find(profiles[index].Profile)));
        }

        if (profiles.Count == 0)
        {
            _parts.Add((manifest.WindowSeconds, current));
        }
    }

    public SummaryCoverage Find() => new()
    {
        Collections = Of(RuntimeKeywords.GC, Informational),
        Exceptions = Of(RuntimeKeywords.Exception | RuntimeKeywords.Monitoring, Error),
        Contention = Of(RuntimeKeywords.Contention, Informational),
        ThreadPool = Of(RuntimeKeywords.Threading, Informational),
        Allocations = Of(RuntimeKeywords.GC, Verbose),
        Samples = Of(
            static events => events.HasSamples, static row => row.Provider == RuntimeProvider.SampleProfilerName),
    };

    // The requested events, from a line such as "main: Provider:0x1c001:4,…; 16 MiB; …"; null if unknown.
    private static ProfileEvents? Requested(IReadOnlyList<string> sessions)
    {
        string? main = sessions.FirstOrDefault(line => line.StartsWith(MainSession, StringComparison.Ordinal));
        string[] providers = main is null ? [] : main[MainSession.Length..].Split(';')[0].Split(',');
        ProfileEvents events = new() { Keywords = RuntimeKeywords.None, Level = 0 };
        foreach (string provider in providers)
        {
            string[] fields = provider.Split(':');
            if (fields.Length != 3
                || !fields[1].StartsWith("0x", StringComparison.Ordinal)
                || !ulong.TryParse(
                    fields[1].AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong bits)
                || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int level))
            {
                return null;
            }

            events = fields[0] switch
            {
                RuntimeProvider.Name => events with { Keywords = (RuntimeKeywords)bits, Level = level },
                RuntimeProvider.SampleProfilerName => events with { HasSamples = true },
                _ => events,
            };
        }

        return providers.Length > 0 ? events : null;
    }

    private SectionCoverage Of(RuntimeKeywords keywords, int level) => Of(
        events => events.Includes(keywords, level),
        row => row.Provider == RuntimeProvider.Name && IsEvidence(row.EventId, keywords, level));

    // An event that other keywords can request too proves nothing.
    private static bool IsEvidence(int eventId, RuntimeKeywords keywords, int level) =>
        RuntimeEventTable.FindLive(eventId) is { } known
        && known.Keywords != RuntimeKeywords.None && (known.Keywords & ~keywords) == 0 && known.Level >= level;

    // Without a list of requests the events of the same group are the evidence that they were requested, at least once.
    private SectionCoverage Of(Func<ProfileEvents, bool> includes, Func<MetadataRow, bool> isOne)
    {
        if (_parts.Count == 0 || _parts.Exists(part => part.Events is null))
        {
            return _seen.Any(isOne) ? new SectionCoverage(SectionState.Partial, null) : SectionCoverage.Unknown;
        }

        double seconds = _parts.Where(part => includes(part.Events!)).Sum(part => part.Seconds);
        SectionState state = _parts.TrueForAll(part => includes(part.Events!)) ? SectionState.Whole
            : _parts.Exists(part => includes(part.Events!)) ? SectionState.Partial
            : SectionState.NotRecorded;
        return new SectionCoverage(state, seconds);
    }
}
