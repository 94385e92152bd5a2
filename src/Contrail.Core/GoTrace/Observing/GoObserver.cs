using Contrail.Core.Triggers;

namespace Contrail.Core.GoTrace.Observing;

/// <summary>
/// Makes observations of the generations that a tap copies, each after its end: a Go trace arrives about a second late.
/// The threads of a generation are merged by time, which is enough for what begins and ends on one thread, goroutine or
/// task; readers of files establish the complete order.
/// </summary>
/// <param name="tap">Copies the batches.</param>
internal sealed class GoObserver(GoBatchTap tap) : IStreamObserver
{
    /// <summary>
    /// Observations of one call, ten of which are made a second. The rest of the generation is read by the next call.
    /// </summary>
    internal const int MaxObservations = 1 << 15;

    private readonly IGoEventObserver[] _observers = Observers();
    private readonly GoThreads _threads = new();
    private readonly List<Observation> _found = [];
    private IGoEventObserver[] _used = [];
    private HashSet<SignalKind> _signals = [];
    private TappedGeneration? _generation;
    private GoEventMerge? _merge;
    private long _brokenCount;

    /// <summary>All signals that can be observed.</summary>
    public static IReadOnlyList<SignalKind> Signals { get; } = [.. Observers().SelectMany(one => one.Signals)];

    /// <summary>Whether a generation is read in part: the next call of <see cref="Take"/> continues it.</summary>
    public bool HasMore => _generation is not null;

    /// <inheritdoc/>
    public long MissedCount =>
        tap.MissedCount + Interlocked.Read(ref _brokenCount) + _observers.Sum(one => one.ForgottenCount);

    /// <inheritdoc/>
    public void Use(IEnumerable<SignalCondition> conditions)
    {
        _signals = [.. conditions.Select(one => one.Signal.Observed)];
        _used = [.. _observers.Where(one => one.Signals.Any(_signals.Contains))];
        tap.IsUsed = _used.Length > 0;
        Forget();
    }

    /// <inheritdoc/>
    public void Take(ICollection<Observation> observations)
    {
        if (!TryBegin())
        {
            return;
        }

        _found.Clear();
        bool isMore = true;
        while (_found.Count < MaxObservations && (isMore = _merge!.TryMoveNext()))
        {
            ObservedGoEvent current =
                new(_merge.Current, _threads.GoroutineOf(_merge.Current.Thread), _merge.Strings);
            foreach (IGoEventObserver observer in _used)
            {
                observer.Observe(current, _found);
            }

            _threads.Apply(_merge.Current);
        }

        foreach (Observation one in _found.Where(one => _signals.Contains(one.Signal)))
        {
            observations.Add(one);
        }

        if (!isMore)
        {
            Finish();
        }
    }

    private static IGoEventObserver[] Observers() =>
        [new GoStopObserver(), new GoSchedulingObserver(), new GoAnnotationObserver()];

    private bool TryBegin()
    {
        if (_generation is null && tap.Take() is { } next)
        {
            if (next.FollowsGap)
            {
                Forget();
            }

            _generation = next;
            _merge = new GoEventMerge(next);
        }

        return _generation is not null;
    }

    private void Finish()
    {
        Interlocked.Add(ref _brokenCount, _merge!.BrokenCount);
        if (_merge.BrokenCount > 0 || _generation!.IsCut)
        {
            Forget();
        }

        tap.Return(_generation!);
        _generation = null;
        _merge = null;
    }

    private void Forget()
    {
        _threads.Forget();
        Array.ForEach(_observers, one => one.Forget());
    }
}
