using Contrail.Analysis.Trials;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Files;
using Contrail.Core.GoTrace.Observing;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Triggers;

namespace Contrail.Analysis.GoTrace.Observing;

/// <summary>
/// Has rules decide on the generations of a file. As in a recorder, each is observed when it is complete, all at once.
/// Not safe for concurrent use.
/// </summary>
internal sealed class GoObservingVisitor : IGoFileVisitor
{
    private readonly TrialRun _run;
    private readonly GoObserver _observer;
    private readonly List<Observation> _found = [];
    private (TraceTicks First, GoClocks Clocks)? _first;
    private (TraceTicks Last, GoClocks Clocks) _last;

    /// <param name="run">The rules.</param>
    /// <param name="tap">Copies the batches of the file.</param>
    public GoObservingVisitor(TrialRun run, GoBatchTap tap)
    {
        _run = run;
        _observer = new GoObserver(tap);
        _observer.Use(run.Rules.Conditions);
    }

    /// <summary>The first fault; null without one.</summary>
    public TraceFault? Fault { get; private set; }

    /// <inheritdoc/>
    public void OnGeneration(GoTraceGenerationState generation, long endOffset)
    {
        GoClocks clocks = generation.Clocks!.Value;
        (TraceTicks first, TraceTicks last) = generation.Span!.Value;
        _first ??= (first, clocks);
        _last = (last, clocks);
        _run.TickUntil(last.Nanoseconds(clocks.TicksPerSecond));
        do
        {
            _found.Clear();
            _observer.Take(_found);
            _found.ForEach(_run.Observe);
        }
        while (_observer.HasMore);
    }

    /// <summary>What the file is, after its end.</summary>
    public ObservedFile Conclude()
    {
        if (_first is not { } first)
        {
            return new ObservedFile(0, 0, GoRecordedObservations.Signals);
        }

        GoClocks clocks = _last.Clocks;
        return new ObservedFile(
            first.First.Nanoseconds(first.Clocks.TicksPerSecond),
            _last.Last.Nanoseconds(clocks.TicksPerSecond),
            GoRecordedObservations.Signals)
        {
            StartUtc = clocks.Snapshot is { } anchor
                ? new GoTraceClock(anchor.At, anchor.Utc, clocks.TicksPerSecond).ToUtc(first.First)
                : null,
            MissedCount = _observer.MissedCount,
        };
    }

    /// <inheritdoc/>
    public void OnFrame(ReadOnlySpan<byte> frame)
    {
        // The tap copies what is observed.
    }

    /// <inheritdoc/>
    public void OnDropped()
    {
        // The tap drops the same.
    }

    /// <inheritdoc/>
    public void OnBreak(in Loss loss, long offset) => Add(loss.Cause?.Fault ?? TraceFaultCode.GenerationGap, offset);

    /// <inheritdoc/>
    public void OnUnreadable(TraceFault fault, long offset) => Add(fault, offset);

    /// <inheritdoc/>
    public void OnTorn(long offset) => Add(TraceFaultCode.Torn, offset);

    /// <inheritdoc/>
    public void OnFollowing(ReadOnlySpan<byte> untrusted)
    {
        // Nothing is observed after the damage.
    }

    private void Add(TraceFault fault, long offset) => Fault ??= fault with { Offset = offset };
}
