using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;

namespace Contrail.Machine;

/// <summary>
/// Puts the operating system's figures of one process, and those of its runtime, into its recording, one reading at a
/// time. Thread-safe.
/// </summary>
internal sealed class FigureFeed : IFigureSink, IDisposable
{
    private readonly Lock _lock = new();
    private readonly FigureReader _reader;
    private readonly LaneFeed _lane;
    private readonly Func<TraceTicks> _now;
    private readonly byte[] _record = new byte[FigureRecord.MaxBytes];
    private readonly IStreamFigures? _added;
    private TraceTicks _at;
    private bool _hasEnded;

    /// <param name="reader">Reads the figures; disposed with this.</param>
    /// <param name="lane">The lane of the recording.</param>
    /// <param name="now">This moment on the trace's clock.</param>
    /// <param name="added">Figures that complete readings have too; null for none.</param>
    public FigureFeed(FigureReader reader, LaneFeed lane, Func<TraceTicks> now, IStreamFigures? added = null)
    {
        _reader = reader;
        _lane = lane;
        _now = now;
        _added = added;
    }

    /// <summary>Reads the figures once; does nothing after the end of the process.</summary>
    /// <param name="isQuick">Whether those of all threads are left out, for several readings a second.</param>
    public void Read(bool isQuick = false)
    {
        lock (_lock)
        {
            if (_hasEnded)
            {
                return;
            }

            // All figures of a reading have one moment, so that readers can relate them.
            _at = _now();
            _hasEnded = !(isQuick ? _reader.ReadQuickly(this) : _reader.Read(this));
            if (!isQuick && !_hasEnded)
            {
                _added?.Read(_at, this);
            }

            _lane.CompleteUntil(_at);
        }
    }

    /// <inheritdoc/>
    public void Add(
        FigureEvent described, int threadId, ReadOnlySpan<byte> untrustedText, ReadOnlySpan<long> values)
    {
        int length = new FigureRecord(described, threadId).Write(_record, untrustedText, values);
        _lane.Add(_at, _record.AsSpan(0, length));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            _hasEnded = true;
            _reader.Dispose();
        }
    }
}
