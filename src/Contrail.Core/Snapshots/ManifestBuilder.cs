using System.Reflection;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Ring.Lanes;

namespace Contrail.Core.Snapshots;

/// <summary>Makes the manifest of a frozen ring.</summary>
internal static class ManifestBuilder
{
    /// <summary>
    /// More losses than this are merged into one for each thread, and if those are still too many, one for each reason:
    /// a manifest must not outgrow its trace.
    /// </summary>
    private const int MaxLosses = 200;

    /// <summary>Each rule is here once; a file can have 100.</summary>
    private const int MaxTriggers = 16;

    private static readonly string Recorder = "Contrail " + (typeof(ManifestBuilder).Assembly
        .GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "unknown");

    /// <param name="ring">The frozen ring.</param>
    /// <param name="losses">Its losses, and what else is missing.</param>
    /// <param name="facts">Facts from the recorder.</param>
    /// <param name="toUtc">The trace's clock.</param>
    /// <param name="windowSeconds">The window's length by that clock.</param>
    public static SnapshotManifest Build(
        FrozenRing ring, IReadOnlyList<Loss> losses, SnapshotFacts facts, Func<TraceTicks, DateTime> toUtc,
        double windowSeconds) => new()
        {
            Reason = facts.Reason,
            Triggers = [.. facts.Triggers.Take(MaxTriggers).Select(one => At(one, facts, toUtc))],
            TriggerCount = facts.Triggers.Count,
            RequestedUtc = facts.RequestedUtc,
            FlushWaitSeconds = facts.FlushWait?.TotalSeconds,
            FirstUtc = facts.HasTimeOfDay ? toUtc(ring.Start) : null,
            LastUtc = facts.HasTimeOfDay ? toUtc(ring.End) : null,
            WindowSeconds = Math.Round(windowSeconds, 6),
            PeriodSeconds = facts.Period.TotalSeconds,
            ShorterBecause = windowSeconds >= facts.Period.TotalSeconds ? null : WhyShorter(ring),
            RequestCoverage = facts.RequestCoverage,
            Source = facts.IsSourceKnown ? ring.Status : SourceState.Unknown,
            EndedHow = facts.End?.Text,
            Ending = facts.End is { Kind: not RecordingEnd.Unknown and var kind } ? kind : null,
            EventsLost = losses.Where(loss => loss.Reason == LossReason.RuntimeDropped).Sum(loss => loss.Count),
            LossesMayBeMore = facts.LossesMayBeMore || losses.Any(loss => loss.Reason == LossReason.ThreadEnded),
            Losses = ToManifestLosses([.. losses, .. NotReceived(ring, facts)], toUtc, facts.Describe),
            Generations = ring.GenerationsOldestFirst.Count,
            Frames = ring.GenerationsOldestFirst.Sum(generation => (long)generation.Frames.FrameCount),
            Events = ring.GenerationsOldestFirst.Sum(generation => generation.Source.EventCount),
            MaxBytes = facts.MaxBytes,
            HeldBytes = facts.HeldBytes,
            CapExceededBytes = ExceededBytes(facts),
            Process = facts.Process,
            Host = facts.Host,
            Sessions = facts.Sessions,
            Profiles = [.. ToManifestProfiles(ring, facts.Profiles, toUtc)],
            Lanes = [.. ring.Lanes.Select(lane => ToManifestLane(lane, ring, toUtc))],
            Symbols = facts.Symbols,
            Recorder = Recorder,
        };

    private static ManifestTrigger At(
        (TraceTicks At, ManifestTrigger Trigger) one, SnapshotFacts facts, Func<TraceTicks, DateTime> toUtc) =>
        one.Trigger with { AtUtc = facts.HasTimeOfDay ? toUtc(one.At) : null };

    // The number of missed events is unknown, so they are not counted.
    private static IEnumerable<Loss> NotReceived(FrozenRing ring, SnapshotFacts facts)
    {
        bool isIncomplete = facts.RequestCoverage is RequestCoverage.TimedOut or RequestCoverage.Unknown;
        if (isIncomplete && facts.RequestedAt is { } requested && requested > ring.End)
        {
            yield return new Loss(ring.End, requested, LossReason.NotReceived, 0, null);
        }
    }

    // A limit of 0 keeps only the newest generation, whatever its size.
    private static long? ExceededBytes(SnapshotFacts facts)
    {
        bool isOver = facts.MaxBytes > 0 && facts.HeldBytes > facts.MaxBytes;
        return isOver ? facts.HeldBytes - facts.MaxBytes : null;
    }

    private static string WhyShorter(FrozenRing ring)
    {
        bool evicted = ring.Losses.Any(loss => loss.Reason == LossReason.Evicted);
        if (evicted)
        {
            return "the memory limit was reached";
        }

        if (ring.IsFromStart)
        {
            return "the whole recording";
        }

        // This window begins after the latest break of the stream.
        return ring.Losses.Select(loss => WhyBroken(loss.Reason)).LastOrDefault(why => why is not null)
            ?? "unknown reason";
    }

    private static string? WhyBroken(LossReason reason) => reason switch
    {
        LossReason.Disconnected => "the connection was lost before that",
        LossReason.GenerationGap => "generations are missing before that",
        LossReason.GenerationBroken => "a generation before that is broken",
        LossReason.GenerationTooLarge => "a generation before that was too large to keep",
        _ => null,
    };

    private static List<ManifestLoss> ToManifestLosses(
        IReadOnlyList<Loss> losses, Func<TraceTicks, DateTime> toUtc, Func<TraceFault, string> describe)
    {
        if (losses.Count > MaxLosses)
        {
            losses = [.. losses.GroupBy(loss => (loss.Reason, loss.ThreadId, loss.Lane)).Select(Merge)];
        }

        if (losses.Count > MaxLosses)
        {
            losses = [.. losses.Select(loss => loss with { ThreadId = null })
                .GroupBy(loss => (loss.Reason, loss.Lane)).Select(Merge)];
        }

        return [.. losses.OrderBy(loss => loss.From).Select(loss => new ManifestLoss(
            toUtc(loss.From), toUtc(loss.To), loss.Reason, loss.Count, loss.ThreadId,
            loss.Cause is { } cause ? describe(cause.Fault) : null)
        {
            Lane = loss.Lane,
        })];
    }

    private static IEnumerable<ManifestProfile> ToManifestProfiles(
        FrozenRing ring, IReadOnlyList<ProfilePeriod> periods, Func<TraceTicks, DateTime> toUtc)
    {
        for (int index = 0; index < periods.Count; index++)
        {
            // The first profile was in force when the first stream began, whose clock may show an earlier moment.
            TraceTicks from = index == 0 || periods[index].From < ring.Start ? ring.Start : periods[index].From;
            TraceTicks to = index + 1 < periods.Count ? periods[index + 1].From : ring.End;
            to = to < ring.End ? to : ring.End;
            if (from < to || (periods.Count == 1 && from == to))
            {
                yield return new ManifestProfile(
                    toUtc(from), toUtc(to), periods[index].Profile, periods[index].Because);
            }
        }
    }

    private static ManifestLane ToManifestLane(FrozenLane lane, FrozenRing ring, Func<TraceTicks, DateTime> toUtc)
    {
        LaneRecord[] records = [.. ring.RecordsOf(lane)];
        TraceTicks start = ring.StartOf(lane);
        TraceTicks from = lane.Since > start ? lane.Since : start;
        TraceTicks to = lane.Until < ring.End ? lane.Until : ring.End;
        return new ManifestLane(
            lane.Kind,
            toUtc(from),
            toUtc(to > from ? to : from),
            records.Length,
            CountOf(lane, LossReason.Evicted))
        {
            Dropped = CountOf(lane, LossReason.SamplesDropped),
            Pauses = CountOf(lane, LossReason.SamplingPaused),
            Replaced = CountOf(lane, LossReason.ProcessReplaced),
            IncompleteBecause = lane.IncompleteBecause ?? WhyUnknown(lane),
            PeriodSeconds = lane.Kind == LaneKind.CpuSamples ? PeriodOf(records) : null,
        };
    }

    // A loss without a count is one of unknown size.
    private static string? WhyUnknown(FrozenLane lane) =>
        lane.Losses.Any(loss => loss is { Reason: LossReason.SamplesDropped, Count: 0 })
            ? "the kernel dropped records in unknown number"
            : null;

    private static long CountOf(FrozenLane lane, LossReason reason) =>
        lane.Losses.Where(loss => loss.Reason == reason).Sum(loss => loss.Count);

    private static double? PeriodOf(LaneRecord[] samples)
    {
        long period = 0;
        foreach (LaneRecord record in samples)
        {
            if (CpuSampleRecord.TryRead(record.Bytes.Span, out CpuSampleRecord sample, out _))
            {
                bool isSame = period == 0 || period == sample.WeightNanoseconds;
                if (!isSame)
                {
                    return null;
                }

                period = sample.WeightNanoseconds;
            }
        }

        return period > 0 ? period / 1e9 : null;
    }

    private static Loss Merge(IEnumerable<Loss> losses) => losses.First() with
    {
        From = losses.Min(loss => loss.From),
        To = losses.Max(loss => loss.To),
        Count = losses.Sum(loss => loss.Count),
    };
}
