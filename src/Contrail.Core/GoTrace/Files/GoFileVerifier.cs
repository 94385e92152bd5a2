using Contrail.Core.Files;

namespace Contrail.Core.GoTrace.Files;

/// <summary>
/// Checks a Go trace: whether its generations are complete and follow each other, and whether a reader accepts the
/// events.
/// </summary>
internal sealed class GoFileVerifier : ITraceVerifier
{
    private readonly IGoEventChecker _reading;
    private readonly GoFileIndex _index;

    public GoFileVerifier(IGoEventChecker reading)
    {
        _reading = reading;
        _index = new GoFileIndex(reading);
    }

    /// <inheritdoc/>
    public Span<byte> Room() => _index.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _index.Advance(filledBytes);

    /// <inheritdoc/>
    public TraceVerdict Conclude()
    {
        _index.Walk.Conclude();
        _index.AddReading(_reading);
        return new TraceVerdict
        {
            Format = _index.Walk.Version.ToString(),
            Refusal = _index.Walk.Refusal,
            Bytes = _index.Walk.Bytes,
            Frames = _index.Walk.BatchCount,
            Events = _reading.EventCount,
            EventsLost = 0,
            Generations = _index.Generations.Count,
            RangeUtc = _index.HasWallClock ? _index.RangeUtc : null,
            WindowSeconds = _index.WindowSeconds,
            Findings = _index.Log.Findings,
            DamageCount = _index.Log.DamageCount,
            NoteCount = _index.Log.NoteCount,
        };
    }
}
