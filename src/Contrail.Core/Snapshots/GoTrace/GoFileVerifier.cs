using Contrail.Core.Formats;

namespace Contrail.Core.Snapshots.GoTrace;

/// <summary>Checks a Go trace as far as its generations: whether they are whole and follow each other.</summary>
internal sealed class GoFileVerifier : ITraceVerifier
{
    private readonly GoFileIndex _index = new();

    /// <inheritdoc/>
    public Span<byte> Room() => _index.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _index.Advance(filledBytes);

    /// <inheritdoc/>
    public TraceVerdict Conclude()
    {
        _index.Walk.Conclude();
        return new TraceVerdict
        {
            Format = _index.Walk.Version.ToString(),
            Refusal = _index.Walk.Refusal,
            Bytes = _index.Walk.Bytes,
            Frames = _index.Walk.BatchCount,
            Events = 0,
            EventsLost = 0,
            Generations = _index.Generations.Count,
            RangeUtc = _index.RangeUtc,
            Findings = _index.Log.Findings,
            DamageCount = _index.Log.DamageCount,
            NoteCount = _index.Log.NoteCount,
        };
    }
}
