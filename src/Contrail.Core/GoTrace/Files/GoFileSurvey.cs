using Contrail.Core.Files;
using Contrail.Core.Formats;

namespace Contrail.Core.GoTrace.Files;

/// <summary>Surveys a Go trace for a cut: the offsets and the times of its generations.</summary>
internal sealed class GoFileSurvey : ITraceSurvey
{
    private readonly GoFileIndex _index = new();
    private bool _isConcluded;

    /// <inheritdoc/>
    public (DateTime FirstUtc, DateTime LastUtc)? RangeUtc => Concluded().RangeUtc;

    /// <inheritdoc/>
    public bool HasTimeOfDay => Concluded().HasWallClock;

    /// <inheritdoc/>
    public TraceFault? Fault => Concluded().Walk.Refusal ?? _index.Fault;

    /// <inheritdoc/>
    public Span<byte> Room() => _index.Room();

    /// <inheritdoc/>
    public bool Advance(int filledBytes) => _index.Advance(filledBytes);

    /// <inheritdoc/>
    public ITraceCutter Cut(CutRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new GoFileCutter(Concluded(), request);
    }

    // Callers have read to the end.
    private GoFileIndex Concluded()
    {
        if (!_isConcluded)
        {
            _isConcluded = true;
            _index.Walk.Conclude();
        }

        return _index;
    }
}
