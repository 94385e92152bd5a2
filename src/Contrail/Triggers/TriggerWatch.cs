using Contrail.Core.Ring;
using Contrail.Core.Triggers;
using Contrail.Sources;

namespace Contrail.Triggers;

/// <summary>
/// Watches a source for the rules in force, on a dedicated thread: takes what was observed of the stream, adds what the
/// stream does not show (silence, lag, the end of the process), decides, and passes on what fires. Thread-safe.
/// </summary>
/// <remarks>
/// The thread that reads the stream never waits for this one. A rule with a slow regular expression delays other rules
/// only.
/// </remarks>
internal sealed class TriggerWatch : IDisposable
{
    /// <summary>Two observations of one flush of the runtime are at most this late.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(100);

    /// <summary>Decisions on the time that has passed need no more than two a second.</summary>
    private const int TurnsPerTick = 5;

    /// <summary>
    /// How long before the last event of a process the exception can have been thrown that no code caught: its other
    /// threads go on for a moment.
    /// </summary>
    private const long MaxDyingNanoseconds = 2_000_000_000;

    private readonly OpenRecordingSource _source;
    private readonly TriggerPlan _plan;
    private readonly ManualResetEventSlim _stop = new();
    private readonly ManualResetEventSlim _concluded = new();
    private readonly List<Observation> _observed = [];
    private readonly Thread _thread;
    private int _version = -1;
    private long _turnCount;
    private long _activity;
    private volatile bool _hasReportedEnd;
    private Observation? _lastException;
    private volatile Exception? _failure;

    /// <param name="source">What is recorded.</param>
    /// <param name="plan">The rules.</param>
    /// <exception cref="OutOfMemoryException">No thread can be started.</exception>
    public TriggerWatch(OpenRecordingSource source, TriggerPlan plan)
    {
        _source = source;
        _plan = plan;
        ObserveForRules();
        _thread = new Thread(Run, 256 << 10) { Name = "Contrail triggers", IsBackground = true };
        _thread.Start();
    }

    /// <summary>The failure that ended the watch; null without one.</summary>
    public Exception? Failure => _failure;

    /// <summary>Observations that were missed because events arrived faster than they were taken.</summary>
    public long MissedCount => _source.Observer?.MissedCount ?? 0;

    /// <summary>The time on the clock of the observations, in nanoseconds; null before the first event.</summary>
    public long? Now => _source.Recording.Counts() is { TicksPerSecond: > 0 and var frequency }
        ? _source.Now.Nanoseconds(frequency)
        : null;

    /// <summary>
    /// After the end of the source: waits until what had arrived, and the end itself, is decided on; false if it is
    /// still unknown how the process ended after that time.
    /// </summary>
    public bool Conclude(TimeSpan patience) => _source.Time.Wait(_concluded, patience);

    /// <summary>Whether the end of the process is decided on, or is about to be: its last snapshot follows.</summary>
    public bool HasReportedEnd => _hasReportedEnd;

    /// <summary>The fields that conditions use and that observed events do not have.</summary>
    public IReadOnlyList<MissingField> MissingFields => _source.Observer?.MissingFields ?? [];

    /// <summary>The events, counters and providers that conditions name and that the stream does not show.</summary>
    public IReadOnlyList<MissingName> MissingNames => _source.Observer?.MissingNames ?? [];

    /// <summary>What is recorded now; null where that cannot be chosen.</summary>
    public ActiveProfile? Profile => _source.Profile;

    /// <summary>The conditions of a rule whose events are not requested now.</summary>
    public IReadOnlyList<string> NotRecorded(TriggerRule rule) =>
        [.. rule.On.Signals.Where(one => !_source.Requests(one)).Select(one => one.ToString())];

    /// <summary>Ends the watch and waits for its thread.</summary>
    public void Dispose()
    {
        _stop.Set();
        if (Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
        {
            _thread.Join();
        }
    }

    private void Run()
    {
        try
        {
            do
            {
                // Events are observed a turn late at most.
                bool isEnded = _hasReportedEnd;
                Fire(TakeTurn());
                if (isEnded)
                {
                    _concluded.Set();
                }
            }
            while (!_source.Time.Wait(_stop, Turn));

            // What arrived before the stop counts.
            Fire(TakeTurn());
        }
        catch (Exception failure)
        {
            // Recording continues without triggers, and the owner reports the failure.
            _failure = failure;
            _concluded.Set();
        }
    }

    // What the machine does between the cause and its snapshot is read in more detail.
    private void Fire(List<TriggerFiring> firings)
    {
        _plan.Fire(firings);
        if (firings.Count > 0)
        {
            _source.ReadQuickly(firings.Max(_plan.TimeUntil));
        }
    }

    private List<TriggerFiring> TakeTurn()
    {
        ObserveForRules();
        RecordingCounts counts = _source.Recording.Counts();
        List<TriggerFiring> firings = [];
        if (counts.TicksPerSecond == 0)
        {
            return firings;
        }

        // Before the last events are taken: what arrives later than the end would not be decided on.
        bool? isCleanEnd = _hasReportedEnd ? null : _source.HasExitedCleanly;
        long now = _source.Now.Nanoseconds(counts.TicksPerSecond);
        _observed.Clear();
        _source.Observer?.Take(_observed);
        AddActivity(counts, now);
        if (isCleanEnd is { } isClean)
        {
            AddEnd(isClean, now, (_source.Recording.Latest ?? default).Nanoseconds(counts.TicksPerSecond));
        }

        Decide(now, firings);
        return firings;
    }

    private void Decide(long now, List<TriggerFiring> firings)
    {
        bool isTick = _turnCount++ % TurnsPerTick == 0 && !_hasReportedEnd;
        if (isTick)
        {
            _source.Observer?.UpdateNames(now, _source.Requests);
        }

        _plan.With(rules =>
        {
            _observed.ForEach(observation => firings.AddRange(rules.Decide(observation)));
            if (isTick)
            {
                firings.AddRange(rules.Tick(now));
            }

            return true;
        });
    }

    private void ObserveForRules()
    {
        int version = _plan.Version;
        if (version != _version)
        {
            _version = version;
            SignalCondition[] conditions = _plan.With(rules => rules.Conditions.ToArray());
            _source.Observer?.Use(conditions);
        }
    }

    // What the stream itself does not show.
    private void AddActivity(RecordingCounts counts, long now)
    {
        _lastException = _observed.FindLast(one => one.Signal == SignalKind.Exception) is
        { Signal: SignalKind.Exception } latest ? latest : _lastException;
        if (_source.ActivityOf(counts) is var activity && activity != _activity)
        {
            _activity = activity;
            _observed.Add(new Observation(SignalKind.Silence, now));
            _observed.Add(new Observation(SignalKind.Lag, now) { Value = _source.ArrivalLag.TotalNanoseconds });
        }

    }

    private void AddEnd(bool isClean, long now, long latestEvent)
    {
        _hasReportedEnd = true;
        _observed.Add(new Observation(SignalKind.Death, now)
        {
            Subject = isClean ? Signals.CleanExit : Signals.UncleanEnd,
        });
        if (!isClean && _lastException is { } last && latestEvent - last.Nanoseconds <= MaxDyingNanoseconds)
        {
            _observed.Add(last with { Signal = SignalKind.UnhandledException });
        }
    }
}
