using System.Globalization;
using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.NetTrace.Async;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Libraries;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>
/// Finds what was recorded in which part of a window, from the profiles and the session in a manifest. Immutable.
/// </summary>
internal sealed class CoverageFinder
{
    private const int Error = 2;
    private const int Informational = 4;
    private const int Verbose = 5;
    private const string MainSession = "main";
    private const string AfterName = ": ";
    private const ModelNeeds Foreign = ModelNeeds.ExecutionStates | ModelNeeds.ProcUses | ModelNeeds.CollectionWork
        | ModelNeeds.Regions | ModelNeeds.Tasks;

    // The program is one in Go: no recording of it has the other events.
    private const ModelNeeds OfLanes = ModelNeeds.Samples | ModelNeeds.CpuSamples | ModelNeeds.OffCpuTimes
        | ModelNeeds.Figures | ModelNeeds.EarlierFigures | ModelNeeds.Counters | ModelNeeds.Modules | ModelNeeds.Events
        | ModelNeeds.Stacks | ModelNeeds.Extent;

    private readonly List<(TimeRange Span, ProfileEvents? Events)> _parts = [];
    private readonly EventTally _seen;
    private readonly Coverage _cpuSamples;
    private readonly Coverage _figures;
    private readonly Coverage _offCpu;
    private readonly bool _hasOnlyLanes;

    /// <param name="manifest">The manifest of the file; null if it has none.</param>
    /// <param name="clock">Converts its times.</param>
    /// <param name="seen">The events of the file.</param>
    public CoverageFinder(SnapshotManifest? manifest, NetTraceClock clock, EventTally seen)
    {
        _seen = seen;
        _hasOnlyLanes = manifest is { HasOnlyLanes: true };
        LaneCoverage lanes = new(manifest, clock, seen);
        _cpuSamples = lanes.Of(LaneKind.CpuSamples, UniversalEvents.IsCpuSample);
        _offCpu = lanes.Of(LaneKind.OffCpu, UniversalEvents.IsSwitch);
        _figures = lanes.Of(LaneKind.Figures, FigureInterpreter.IsEvidence);
        if (manifest is null)
        {
            return;
        }

        // The line describes the session at the time of the snapshot, which is that of the last part.
        ProfileEvents? current = Requested(manifest.Sessions);
        IReadOnlyList<ManifestProfile> profiles = manifest.Profiles;
        for (int index = 0; index < profiles.Count; index++)
        {
            bool isLast = index == profiles.Count - 1;
            TimeRange span = new(
                clock.ToTime(profiles[index].FromUtc),
                clock.ToTime(profiles[index].ToUtc),
                IsOpenAtStart: false,
                IsOpenAtEnd: false);
            _parts.Add((span, (isLast ? current : null) ?? ProfileEvents.Find(profiles[index].Profile)));
        }

        if (profiles.Count == 0)
        {
            TimeRange whole = new(TraceTime.Start, clock.Extent.End, IsOpenAtStart: false, IsOpenAtEnd: false);
            _parts.Add((whole, current));
        }
    }

    public TraceCoverage Find()
    {
        Coverage collections = Of(RuntimeKeywords.GC, Informational);
        Coverage threadSamples = Of(
            static events => events.HasSamples, static row => row.Provider == RuntimeProvider.SampleProfilerName);
        return new TraceCoverage(new Dictionary<ModelNeeds, Coverage>
        {
            [ModelNeeds.Collections] = collections,
            [ModelNeeds.Pauses] = collections,
            [ModelNeeds.HeapStates] = collections,
            [ModelNeeds.Exceptions] = Of(RuntimeKeywords.Exception | RuntimeKeywords.Monitoring, Error),
            [ModelNeeds.Waits] = Of(RuntimeKeywords.Contention, Informational),
            [ModelNeeds.HandleWaits] = Of(RuntimeKeywords.WaitHandle, Verbose),
            [ModelNeeds.PoolAdjustments] = Of(RuntimeKeywords.Threading, Informational),
            [ModelNeeds.Allocations] = Of(RuntimeKeywords.GC, Verbose),
            [ModelNeeds.Finalizations] = Of(RuntimeKeywords.GC, Verbose),
            [ModelNeeds.Samples] = threadSamples.Or(_cpuSamples),
            [ModelNeeds.ThreadSamples] = threadSamples,
            [ModelNeeds.CpuSamples] = _cpuSamples,
            [ModelNeeds.Figures] = _figures,
            [ModelNeeds.OffCpuTimes] = _offCpu,
            [ModelNeeds.AsyncOperations] = Of(
                static events => events.HasAsyncOperations,
                static row => row.Provider == AsyncEventReader.Provider),
            [ModelNeeds.Logs] = Of(
                static events => events.HasLogs,
                static row => row.Provider == LogEvent.Provider),
            [ModelNeeds.TaskWaits] = Of(
                static events => events.HasTaskWaits,
                static row => row.Provider == TaskWaitInterpreter.Provider
                    && row.Name == TaskWaitInterpreter.EndName),
            [ModelNeeds.Counters] = OfCounters(),
            [ModelNeeds.Spans] = OfSpans(),
            [ModelNeeds.DatabaseCommands] = OfSources(IsOfCommands, static row => IsOfCommands(row.Provider)),
            [ModelNeeds.CompiledMethods] = Of(RuntimeKeywords.Jit, Informational),
        })
        {
            Foreign = _hasOnlyLanes ? ~OfLanes : Foreign,
        };
    }

    // The requested events, from a line such as "main (default): Provider:0x1c001:4,…; 16 MiB; …"; null if unknown.
    // Earlier recorders wrote no profile into that line.
    private ProfileEvents? Requested(IReadOnlyList<string> sessions)
    {
        string? main = sessions.FirstOrDefault(line => line.StartsWith(MainSession, StringComparison.Ordinal));
        int after = main?.IndexOf(AfterName, StringComparison.Ordinal) ?? -1;
        string[] providers = after < 0 ? [] : main![(after + AfterName.Length)..].Split(';')[0].Split(',');
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
                AsyncEventReader.Provider => events with { HasAsyncOperations = true },
                LogEvent.Provider => events with { Libraries = [.. events.Libraries, fields[0]], HasLogs = true },
                TaskWaitInterpreter.Provider => events with
                {
                    Libraries = [.. events.Libraries, fields[0]],
                    HasTaskWaits = (bits & TaskWaitInterpreter.Keyword) != 0 && level >= Verbose,
                },
                _ => events with { Libraries = [.. events.Libraries, fields[0]] },
            };
        }

        return providers.Length > 0 ? WithFilters(events, main!) : null;
    }

    // The line does not contain the filters: they are those of the profile, and unknown without it.
    // An older runtime filters nothing, which its events show.
    private ProfileEvents WithFilters(ProfileEvents events, string session)
    {
        ProfileEvents? named = ProfileEvents.Find(ProfileOf(session));
        bool isOfProfile = named is not null && named.Keywords == events.Keywords && named.Level == events.Level;
        return events with
        {
            HasSpans = named is { HasSpans: true },
            VerboseKeywords = isOfProfile && !AreSeen([.. named!.FilteredIds])
                ? named.VerboseKeywords
                : events.VerboseKeywords,
        };
    }

    private bool AreSeen(HashSet<uint> ids) =>
        _seen.Any(row => row.Provider == RuntimeProvider.Name && ids.Contains((uint)row.EventId));

    // "main (requests+): …" has added providers.
    private static string ProfileOf(string session) =>
        session.StartsWith(MainSession + " (", StringComparison.Ordinal)
            ? session[(MainSession.Length + 2)..].Split(')', '+')[0]
            : "";

    private Coverage Of(RuntimeKeywords keywords, int level) => Of(
        events => events.Includes(keywords, level),
        row => row.Provider == RuntimeProvider.Name && IsEvidence(row.EventId, keywords, level));

    private static bool IsOfCommands(string provider) =>
        provider is SqlClientInterpreter.Provider or LibraryProvider.Activities or LogEvent.Provider;

    private Coverage OfSpans()
    {
        Coverage coverage = Of(static events => events.HasSpans, EventSourceSpans.IsEvidence);
        return coverage is { State: CoverageState.Whole } or { State: CoverageState.Partial, Spans.Count: > 0 }
            ? coverage
            : OfSources(EventSourceSpans.IsSource, EventSourceSpans.IsEvidence);
    }

    // Whether an event source was requested with its counters is in its arguments, which a manifest does not list.
    private Coverage OfCounters()
    {
        if (_seen.Any(FigureInterpreter.IsEvidence))
        {
            return new Coverage(CoverageState.Partial, null) { IsOfSomeSources = true };
        }

        Coverage coverage = OfSources(static _ => true, CounterInterpreter.IsEvidence);
        return coverage.IsOfSomeSources && !_seen.Any(CounterInterpreter.IsEvidence) ? Coverage.Unknown : coverage;
    }

    // Which event sources a program writes to depends on its libraries: those that were requested may be others.
    private Coverage OfSources(Func<string, bool> isSource, Func<MetadataRow, bool> isOne)
    {
        Coverage coverage = Of(events => events.Libraries.Any(isSource), isOne);
        return coverage.State == CoverageState.Whole
            ? new Coverage(CoverageState.Partial, null) { IsOfSomeSources = true }
            : coverage;
    }

    // An event that other keywords can request too proves nothing.
    private static bool IsEvidence(int eventId, RuntimeKeywords keywords, int level) =>
        RuntimeEventTable.FindLive(eventId) is { } known
        && known.Keywords != RuntimeKeywords.None && (known.Keywords & ~keywords) == 0 && known.Level >= level;

    // Without a list of requests the events of the same group are the evidence that they were requested, at least once.
    private Coverage Of(Func<ProfileEvents, bool> includes, Func<MetadataRow, bool> isOne)
    {
        if (_parts.Count == 0 || _parts.Exists(part => part.Events is null))
        {
            return _seen.Any(isOne) ? new Coverage(CoverageState.Partial, null) : Coverage.Unknown;
        }

        TimeRange[] spans = [.. _parts.Where(part => includes(part.Events!)).Select(part => part.Span)];
        CoverageState state = spans.Length == _parts.Count ? CoverageState.Whole
            : spans.Length > 0 ? CoverageState.Partial
            : CoverageState.NotRecorded;
        return new Coverage(state, spans);
    }
}
