namespace Contrail.Core.Bytes;

/// <summary>
/// The buffer between a stream and its splitter: bytes are added at the end, complete frames are taken from the front,
/// and an incomplete frame moves to the front until the rest arrives. It grows only for a frame that is known to be
/// larger, up to a limit. Not thread-safe.
/// </summary>
internal sealed class FillBuffer
{
    private readonly int _maxBytes;
    private byte[] _bytes;
    private int _start;
    private int _end;

    /// <param name="bytesInitial">Size to begin with.</param>
    /// <param name="maxBytes">The size it never exceeds.</param>
    public FillBuffer(int bytesInitial, int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesInitial);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxBytes, bytesInitial);
        _bytes = new byte[bytesInitial];
        _maxBytes = maxBytes;
    }

    /// <summary>What has arrived and was not taken yet. Valid until the next call of any other member.</summary>
    public ReadOnlySpan<byte> Filled => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Room for more; never empty unless the buffer is full at its limit.</summary>
    public Span<byte> Room()
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_start > 0 && _bytes.Length - _end < _bytes.Length / 4)
        {
            // Moving the start of one frame is cheaper than many small reads at the end of the buffer.
            Filled.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        return _bytes.AsSpan(_end);
    }

    /// <summary>Sets how many bytes of <see cref="Room"/> were filled.</summary>
    public void Advance(int filledBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(filledBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(filledBytes, _bytes.Length - _end);
        _end += filledBytes;
    }

    /// <summary>Takes bytes from the front.</summary>
    public void Take(int takenBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(takenBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(takenBytes, _end - _start);
        _start += takenBytes;
    }

    /// <summary>Makes room for a frame of that size; false if it is larger than the limit.</summary>
    public bool TryReserve(int frameBytes)
    {
        if (frameBytes > _maxBytes)
        {
            return false;
        }

        if (frameBytes > _bytes.Length)
        {
            byte[] larger = new byte[frameBytes];
            Filled.CopyTo(larger);
            _end -= _start;
            _start = 0;
            _bytes = larger;
        }

        return true;
    }
}
