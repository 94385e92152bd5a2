using Contrail.Core.Files;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Snapshots;
using Contrail.Core.GoTrace.Wire;

namespace Contrail.Core.GoTrace.Files;

/// <summary>The generations of a file, their offsets, and the defects between them. Not thread-safe.</summary>
internal sealed class GoFileIndex : ITraceIntake, IGoFileVisitor
{
    /// <summary>
    /// More than a day of seconds; a file with more is read, and its further generations are left out.
    /// </summary>
    private const int MaxGenerations = 1 << 20;

    private readonly GoFileWalk _walk;
    private readonly FindingLog _log = new();
    private readonly List<Entry> _generations = [];
    private long? _start;
    private int _run;

    /// <param name="reading">Checks the events of the same bytes; null to check only the framing.</param>
    public GoFileIndex(IGoEventChecker? reading = null) => _walk = new GoFileWalk(this) { Reading = reading };

    public IReadOnlyList<Entry> Generations => _generations;

    public FindingLog Log => _log;

    public GoFileWalk Walk => _walk;

    /// <summary>The first fault; null without one.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>First and last moment of the complete part; null if no generation is complete.</summary>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc => _generations.Count == 0
        ? null
        : (Clock.ToUtc(_generations[0].First), Clock.ToUtc(_generations[^1].Last));

    /// <summary>Whether the trace contains the wall clock: from Go 1.25 on.</summary>
    public bool HasWallClock => _generations.Count > 0 && _generations[^1].Clocks.Snapshot is not null;

    /// <summary>Time from the first generation to the last; null if no generation is complete.</summary>
    public double? WindowSeconds => _generations.Count == 0
        ? null
        : Math.Max(0, Clock.Seconds(_generations[0].First, _generations[^1].Last));

    /// <summary>
    /// The trace's own clock, with the newest snapshot of the wall clock as its only anchor: the wall clock may be set
    /// while the trace is recorded. Before Go 1.25 a trace contains no wall clock; then 1970 is the anchor, and only
    /// differences are meaningful.
    /// </summary>
    public GoTraceClock Clock => _generations[^1].Clocks is { Snapshot: { } anchor } clocks
        ? new GoTraceClock(anchor.At, anchor.Utc, clocks.TicksPerSecond)
        : new GoTraceClock(default, DateTime.UnixEpoch, _generations[^1].Clocks.TicksPerSecond);

    public Span<byte> Room() => _walk.Room();

    public bool Advance(int filledBytes) => _walk.Advance(filledBytes);

    /// <summary>Adds the findings of the reader of events. The walk must be complete.</summary>
    public void AddReading(IGoEventChecker reading)
    {
        // Within the generation that the reader rejects, the walk may have found the same defect.
        bool isKnown = reading.Fault is null || _log.Findings.Any(finding =>
            finding.Offset >= reading.GoodBytes && finding.Offset <= reading.Offset);
        if (!isKnown)
        {
            Add(TraceFaultCode.UnreadableEvents, reading.Fault, reading.GoodBytes);
        }

        if (reading.Contradiction is { } contradiction && _log.DamageCount == 0)
        {
            _log.BeginFrame();
            _log.Add(new Finding(contradiction, FindingGrade.Note));
        }
    }

    void IGoFileVisitor.OnFrame(ReadOnlySpan<byte> frame) => _start ??= _walk.Offset;

    void IGoFileVisitor.OnGeneration(GoTraceGenerationState generation, long endOffset)
    {
        if (_generations.Count < MaxGenerations)
        {
            (TraceTicks first, TraceTicks last) = generation.Span!.Value;
            _generations.Add(new Entry(_run, _start!.Value, endOffset, first, last, generation.Clocks!.Value));
        }

        _start = null;
    }

    void IGoFileVisitor.OnDropped() => _start = null;

    void IGoFileVisitor.OnBreak(in Loss loss, long offset)
    {
        _run++;
        Add(
            loss.Reason == LossReason.GenerationGap ? TraceFaultCode.GenerationGap : TraceFaultCode.GenerationBroken,
            loss.Cause?.Fault,
            offset);
    }

    void IGoFileVisitor.OnUnreadable(TraceFault fault, long offset) =>
        Add(TraceFaultCode.Unreadable, fault, offset);

    void IGoFileVisitor.OnTorn(long offset) => Add(TraceFaultCode.Torn, cause: null, offset);

    void IGoFileVisitor.OnFollowing(ReadOnlySpan<byte> untrusted)
    {
        // The index ends at the damage.
    }

    private void Add(TraceFaultCode code, TraceFault? cause, long offset)
    {
        bool isSpecific = cause?.Code == code;
        TraceFault specific = (cause ?? code) with { Offset = offset };
        Fault ??= specific;
        _log.BeginFrame();
        _log.Add(isSpecific || cause is null
            ? new Finding(specific, FindingGrade.Damage)
            : new Finding(new TraceFault(code, offset), FindingGrade.Damage, Cause: specific));
    }

    /// <summary>A generation in a file.</summary>
    internal sealed record Entry(int Run, long Start, long End, TraceTicks First, TraceTicks Last, GoClocks Clocks);
}
