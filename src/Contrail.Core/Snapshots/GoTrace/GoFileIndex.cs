using Contrail.Core.Formats;
using Contrail.Core.Formats.GoTrace;

namespace Contrail.Core.Snapshots.GoTrace;

/// <summary>
/// The generations of a file, where they lie, and what is wrong between them. Not safe for concurrent use.
/// </summary>
internal sealed class GoFileIndex : ITraceIntake, IGoFileVisitor
{
    /// <summary>
    /// More than a day of seconds; a file with more is read, and its further generations are left out.
    /// </summary>
    private const int GenerationsMax = 1 << 20;

    private readonly GoFileWalk _walk;
    private readonly FindingLog _log = new();
    private readonly List<Entry> _generations = [];
    private long? _start;
    private int _run;

    public GoFileIndex() => _walk = new GoFileWalk(this);

    public IReadOnlyList<Entry> Generations => _generations;

    public FindingLog Log => _log;

    public GoFileWalk Walk => _walk;

    /// <summary>What was wrong first; empty if nothing was.</summary>
    public string Fault { get; private set; } = "";

    /// <summary>Begin and end of what is whole; null if nothing is.</summary>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc => _generations.Count == 0
        ? null
        : (ClockOf(_generations[0]).ToUtc(_generations[0].First),
            ClockOf(_generations[^1]).ToUtc(_generations[^1].Last));

    public Span<byte> Room() => _walk.Room();

    public bool Advance(int filledBytes) => _walk.Advance(filledBytes);

    /// <summary>
    /// The clock of a generation. Before Go 1.25 none tells the time: then the trace's own clock is told as if it had
    /// begun in 1970, so that differences are right.
    /// </summary>
    public static GoTraceClock ClockOf(Entry generation) => generation.Clocks.Snapshot is { } told
        ? new GoTraceClock(told.At, told.Utc, generation.Clocks.TicksPerSecond)
        : new GoTraceClock(default, DateTime.UnixEpoch, generation.Clocks.TicksPerSecond);

    void IGoFileVisitor.OnFrame(ReadOnlySpan<byte> frame) => _start ??= _walk.Offset;

    void IGoFileVisitor.OnGeneration(GoTraceGenerationCarry generation, long endOffset)
    {
        if (_generations.Count < GenerationsMax)
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
        Add(loss.Reason == LossReason.GenerationGap ? "generationGap" : "generationBroken", loss.Detail!, offset);
    }

    void IGoFileVisitor.OnUnreadable(string fault, long offset) => Add("unreadable", fault, offset);

    void IGoFileVisitor.OnTorn(long offset) => Add("torn", "the file ends inside a generation", offset);

    private void Add(string code, string words, long offset)
    {
        Fault = Fault.Length > 0 ? Fault : words;
        _log.BeginFrame();
        _log.Add(new Finding(code, FindingGrade.Damage, offset, words, 1));
    }

    /// <summary>A generation in a file.</summary>
    internal sealed record Entry(int Run, long Start, long End, TraceTicks First, TraceTicks Last, GoClocks Clocks);
}
