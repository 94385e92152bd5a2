using Contrail.Analysis.Model;
using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// Makes pauses of the starts and ends of suspensions. Both halves are of one thread; only the thread that starts a
/// collection in the background leaves the end to the thread that continues with it. Not safe for concurrent use.
/// </summary>
internal sealed class PauseInterpreter : IEventInterpreter
{
    private const uint ReasonCollection = 1;

    /// <summary>Only one thread at a time can suspend; some more may wait. As many halves are kept.</summary>
    private const int MaxOpen = 1_000;

    private static readonly EventField Reason = RuntimeEventTable.Field("Reason", RuntimeEventId.GCSuspendBegin);

    private readonly Interpretation _shared;
    private readonly CollectionInterpreter _collections;
    private readonly Dictionary<ulong, Suspension> _open = [];
    private readonly List<Suspension> _endless = [];
    private readonly List<Pause> _unattributed = [];
    private TraceTime? _latestEnd;
    private TraceTime? _latestSample;

    public PauseInterpreter(Interpretation shared, CollectionInterpreter collections)
    {
        _shared = shared;
        _collections = collections;
        _collections.BackgroundFromBefore = AddUnattributed;
    }

    /// <inheritdoc/>
    public InterpretEvent? Find(MetadataRow row) => (row.Provider, row.EventId) switch
    {
        (RuntimeProvider.Name, RuntimeEventId.GCSuspendBegin) => AddBegin,
        (RuntimeProvider.Name, RuntimeEventId.GCSuspendEnd) => AddStopped,
        (RuntimeProvider.Name, RuntimeEventId.GCRestartEnd) => AddEnd,
        (RuntimeProvider.SampleProfilerName, 0) => AddSample,
        _ => null,
    };

    /// <inheritdoc/>
    public void Complete()
    {
        foreach (Suspension open in _open.Values.OrderBy(open => open.Begin))
        {
            AddOpen(open);
        }

        _endless.ForEach(_ => _shared.Sink.OnUnpaired(ModelNeeds.Pauses));
        _unattributed.ForEach(pause => _shared.Sink.Add(pause));
    }

    private void AddBegin(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        _collections.HasSuspended = true;
        if (_open.Remove(current.ThreadId, out Suspension replaced))
        {
            Keep(_endless, replaced);
        }

        if (_open.Count < MaxOpen)
        {
            _open.Add(current.ThreadId, new Suspension(at, payload.IsRead ? payload.Number32(Reason) : null));
        }
    }

    private void AddStopped(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (_open.TryGetValue(current.ThreadId, out Suspension started))
        {
            _open[current.ThreadId] = started with { Stopped = at };
        }
    }

    // The runtime writes the samples of all threads while it holds them.
    private void AddSample(in NetTraceEvent current, TraceTime at, in EventPayload payload) => _latestSample = at;

    private void AddEnd(in NetTraceEvent current, TraceTime at, in EventPayload payload)
    {
        if (_open.Remove(current.ThreadId, out Suspension started) || TryFindBegin(at, out started))
        {
            AddWhole(started, at);
        }
        else if (_latestEnd is null && _collections.HasEndedFromBefore)
        {
            // The window cuts it only if nothing was suspended before.
            TimeRange range = new(TraceTime.Start, at, IsOpenAtStart: true, IsOpenAtEnd: false);
            _shared.Sink.Add(new Pause(PauseCause.Collection, CollectionReasons.OfSuspension(ReasonCollection), range));
            _latestEnd = at;
        }
        else
        {
            _shared.Sink.OnUnpaired(ModelNeeds.Pauses);
        }
    }

    // The start of a suspension by another thread, for a collection that has started in the background since.
    private bool TryFindBegin(TraceTime end, out Suspension suspended)
    {
        suspended = default;
        if (_collections.Recent.LatestBackgroundStart is not { } started || started > end)
        {
            return false;
        }

        bool Fits(Suspension half) => half.IsForCollection && half.Begin <= started;
        int endless = _endless.FindIndex(Fits);
        if (endless >= 0)
        {
            suspended = _endless[endless];
            _endless.RemoveAt(endless);
            return true;
        }

        ulong? thread = null;
        foreach ((ulong id, Suspension half) in _open)
        {
            bool isEarlier = thread is not { } known || half.Begin < _open[known].Begin;
            thread = isEarlier && Fits(half) ? id : thread;
        }

        return thread is { } found && _open.Remove(found, out suspended);
    }

    // A thread reports a suspension before it starts: a thread that waits for the end of another suspension
    // has not suspended anything yet.
    private void AddWhole(Suspension started, TraceTime end)
    {
        TraceTime start = TraceTime.Max(started.Begin, _latestEnd ?? started.Begin);
        _latestEnd = end;
        Add(started, new TimeRange(start, end, IsOpenAtStart: false, IsOpenAtEnd: false), end);
        _collections.Recent.ForgetBefore(end);
    }

    private void AddOpen(Suspension open)
    {
        bool othersFollowed = _latestEnd > open.Begin;
        if (othersFollowed && !_shared.IsComplete)
        {
            _shared.Sink.OnUnpaired(ModelNeeds.Pauses);
            return;
        }

        TraceTime start = othersFollowed ? _latestEnd!.Value : open.Begin;
        TraceTime end = TraceTime.Max(start, _shared.End);
        Add(open, new TimeRange(start, end, IsOpenAtStart: false, IsOpenAtEnd: true), end);
    }

    private void Add(Suspension suspension, TimeRange range, TraceTime end)
    {
        bool isSampling = suspension.Cause == PauseCause.Other && _latestSample >= range.Start && _latestSample <= end;
        Pause pause = new(isSampling ? PauseCause.Sampling : suspension.Cause, suspension.Words, range)
        {
            Collections = suspension.Cause is PauseCause.Other ? [] : CollectionsOf(range, end),
            SuspensionNanoseconds = suspension.Stopped is { } stopped
                ? Math.Max(0, stopped.Nanoseconds - range.Start.Nanoseconds)
                : null,
        };
        bool isAttributed = pause.Collections.Count > 0 || pause.Cause != PauseCause.Collection;
        if (isAttributed || _collections.HasEndedFromBefore || _unattributed.Count == MaxOpen)
        {
            _shared.Sink.Add(pause);
        }
        else
        {
            // It may belong to a collection that ran in the background when the window began: its end shows it.
            _unattributed.Add(pause);
        }
    }

    private IReadOnlyList<PauseCollection> CollectionsOf(TimeRange range, TraceTime end)
    {
        IReadOnlyList<PauseCollection> within = _collections.Recent.StartedWithin(range.Start, end);
        bool isDuringBackground = within.Count == 0 && _collections.Background?.Start < range.Start;
        return isDuringBackground ? [_collections.Background!.InPause(null)] : within;
    }

    private void AddUnattributed(PauseCollection background)
    {
        foreach (Pause pause in _unattributed)
        {
            _shared.Sink.Add(pause with { Collections = [background] });
        }

        _unattributed.Clear();
    }

    private void Keep(List<Suspension> halves, Suspension half)
    {
        if (halves.Count < MaxOpen)
        {
            halves.Add(half);
        }
        else
        {
            _shared.Sink.OnUnpaired(ModelNeeds.Pauses);
        }
    }

    private readonly record struct Suspension(TraceTime Begin, uint? Reason)
    {
        /// <summary>When all threads had stopped; null if unknown.</summary>
        public TraceTime? Stopped { get; init; }

        public bool IsForCollection => RuntimeReasons.IsForCollection(Reason);

        public PauseCause Cause => Reason is null ? PauseCause.Unknown
            : IsForCollection ? PauseCause.Collection
            : PauseCause.Other;

        public string Words => Reason is { } known ? CollectionReasons.OfSuspension(known) : "";
    }
}
