using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Reading;

/// <summary>Counts what is in a file as it is read. Not safe for concurrent use.</summary>
internal sealed class FactsTally : INetTraceVisitor
{
    private readonly ManifestParts _certificate = new();
    private readonly TickRange _written = new();
    private readonly TracedProcesses _processes = new();
    private readonly PerRow<RowUse> _uses = new(RowUses.Of);
    private RepairFacts? _repair;
    private ProcessFacts? _process;
    private long _frames;
    private long _points;
    private long _events;
    private long _added;

    /// <summary>The trace object, once it has been read.</summary>
    public TraceObject? Trace { get; private set; }

    /// <summary>Whether a recorder added the event, so that it is not part of the window.</summary>
    public static bool IsAdded(in EventBlockReader current) =>
        current.CaptureThreadId == OwnEvents.CaptureThreadId || IsEarlier(current);

    /// <summary>Whether the event is a figure from before the window.</summary>
    public static bool IsEarlier(in EventBlockReader current) =>
        current.CaptureThreadId == OwnEvents.EarlierFigureCaptureThreadId;

    /// <inheritdoc/>
    public void OnTrace(TraceObject trace) => Trace = trace;

    /// <inheritdoc/>
    public void OnFrame(NetTraceFrameKind kind, ReadOnlySpan<byte> payload)
    {
        _frames += kind is NetTraceFrameKind.Events or NetTraceFrameKind.SequencePoint ? 1 : 0;
        _points += kind == NetTraceFrameKind.SequencePoint ? 1 : 0;
    }

    /// <inheritdoc/>
    public void OnEvent(MetadataRow row, in EventBlockReader current) => Add(row, UseOf(row), current);

    /// <summary>What is taken from the events of a row; found once for each.</summary>
    public RowUse UseOf(MetadataRow row) => _uses.Of(row);

    /// <summary>Counts an event.</summary>
    /// <param name="row">Its row.</param>
    /// <param name="use">What is taken from the events of that row.</param>
    /// <param name="current">The event.</param>
    public void Add(MetadataRow row, RowUse use, in EventBlockReader current)
    {
        _events++;
        bool isOwn = use.HasFlag(RowUse.Own);
        if (isOwn)
        {
            AddOwn(row, current);
        }

        if (current.ProcessId != 0)
        {
            _processes.Add(row, current);
        }

        bool isAdded = isOwn || IsAdded(current);
        _added += isAdded ? 1 : 0;
        if (use.HasFlag(RowUse.Process))
        {
            _process = DescribedProcess.Read(row.EventId, current.Payload, Trace!.ProcessId) ?? _process;
        }
        else if (!isAdded && !use.HasFlag(RowUse.Late))
        {
            _written.Add(current.At);
        }
    }

    private void AddOwn(MetadataRow row, in EventBlockReader current)
    {
        if (row.EventId == OwnEvents.ManifestEventId)
        {
            _certificate.Add(current.Payload);
        }
        else
        {
            _repair = OwnEvents.ReadRepaired(current.Payload) ?? _repair;
        }
    }

    /// <summary>What there was in all; false if it was no nettrace stream.</summary>
    public bool TryConclude(NetTraceReader reader, out TraceFileFacts? facts, out TraceFault? fault)
    {
        facts = null;
        fault = FaultOf(reader);
        if (Trace is null)
        {
            return false;
        }

        SnapshotManifest? manifest = _certificate.Join();
        IReadOnlyList<TracedProcess> processes = _processes.Conclude();
        DateTime? firstUtc = Utc(manifest?.FirstUtc) ?? Utc(_written.First);
        DateTime? lastUtc = Utc(manifest?.LastUtc) ?? Utc(_written.Last);
        bool complete = reader.Status == SplitStatus.End;
        facts = new TraceFileFacts
        {
            Complete = complete,
            Fault = fault,
            Generations = manifest?.Generations ?? _points + 1,
            Frames = _frames,
            Events = _events,
            EventsAdded = _added,
            FirstUtc = firstUtc,
            LastUtc = lastUtc,
            WindowSeconds = manifest?.WindowSeconds ?? _written.Seconds(Trace),
            EventsSeconds = _written.Seconds(Trace),
            Clock = ClockOf(manifest),
            Losses = LossesOf(manifest, reader, firstUtc ?? Trace.Utc, lastUtc ?? Trace.Utc),
            EventsLost = reader.EventsLost,
            Manifest = manifest,
            Process = manifest?.Process ?? _process ?? OnlyOne(processes),
            Processes = processes,
            Repair = _repair,
            Trace = Trace,
        };
        return true;
    }

    private static ProcessFacts? OnlyOne(IReadOnlyList<TracedProcess> processes) => processes.Count == 1
        ? ProcessFacts.Unknown with { Id = processes[0].Id, Name = processes[0].Name }
        : null;

    private static TraceFault? FaultOf(NetTraceReader reader) => reader switch
    {
        { Status: not SplitStatus.NeedMore } => reader.Fault,
        { Offset: 0, PendingBytes: 0 } => TraceFaultCode.Empty,
        { PendingBytes: 0 } => new TraceFault(TraceFaultCode.EndMarkMissing, reader.Offset),
        _ => new TraceFault(TraceFaultCode.EndsInsideFrame, reader.Offset),
    };

    private static List<ManifestLoss> LossesOf(
        SnapshotManifest? manifest, NetTraceReader reader, DateTime firstUtc, DateTime lastUtc)
    {
        List<ManifestLoss> losses = [.. manifest?.Losses ?? []];
        if (manifest is null && reader.EventsLost > 0)
        {
            losses.Add(new ManifestLoss(firstUtc, lastUtc, LossReason.RuntimeDropped, reader.EventsLost, null));
        }

        if (reader.Status != SplitStatus.End)
        {
            LossReason reason = reader.Status == SplitStatus.NeedMore
                ? LossReason.Truncated
                : LossReason.Malformed;
            losses.Add(new ManifestLoss(lastUtc, lastUtc, reason, 1, null));
        }

        return losses;
    }

    private NetTraceClock ClockOf(SnapshotManifest? manifest)
    {
        TraceTicks first = _written.First ?? Trace!.SyncTicks;
        TraceTicks last = _written.Last ?? first;
        return manifest is not null && Trace!.IsUtcKnown
            ? new NetTraceClock(Trace, TicksOf(manifest.FirstUtc) ?? first, TicksOf(manifest.LastUtc) ?? last)
            : new NetTraceClock(Trace!, first, last);
    }

    private TraceTicks? TicksOf(DateTime? utc) =>
        Utc(utc) is { } known ? Trace!.FromUtc(known) : null;

    private static DateTime? Utc(DateTime? reported) => reported is { } moment
        ? DateTime.SpecifyKind(moment.Kind == DateTimeKind.Local ? moment.ToUniversalTime() : moment, DateTimeKind.Utc)
        : null;

    private DateTime? Utc(TraceTicks? moment) =>
        moment is { } at && Trace!.IsUtcKnown ? TraceDuration.Utc(at, Trace) : null;
}
