namespace Contrail.GoTrace;

/// <summary>
/// Reads a stream whose blocking reads nothing interrupts, such as a silent pipe, on a separate background thread.
/// Closing frees the waiting reader at once; the thread ends when its read returns. One thread reads; any may close.
/// </summary>
internal sealed class InterruptibleReader
{
    private readonly object _gate = new();
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[64 << 10];
    private int _takenBytes;
    private int _filledBytes;
    private bool _started;
    private bool _ended;
    private bool _closed;
    private Exception? _failure;

    /// <param name="stream">Owned by the reader.</param>
    public InterruptibleReader(Stream stream) => _stream = stream;

    /// <summary>Waits for bytes; returns 0 at the end of the stream and after a close.</summary>
    public int Read(Span<byte> destination)
    {
        lock (_gate)
        {
            if (!_started && !_closed)
            {
                new Thread(Fill, 256 << 10) { Name = "Contrail read", IsBackground = true }.Start();
                _started = true;
            }

            while (!_closed && !_ended && _takenBytes == _filledBytes)
            {
                Monitor.Wait(_gate);
            }

            if (_closed || _takenBytes == _filledBytes)
            {
                return _failure is null || _closed ? 0 : throw _failure;
            }

            int count = Math.Min(destination.Length, _filledBytes - _takenBytes);
            _buffer.AsSpan(_takenBytes, count).CopyTo(destination);
            _takenBytes += count;
            Monitor.PulseAll(_gate);
            return count;
        }
    }

    /// <summary>Frees a waiting <see cref="Read"/>; the stream is disposed on another thread.</summary>
    public void Close()
    {
        lock (_gate)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            Monitor.PulseAll(_gate);
        }

        // The dispose of some streams waits for the read that is going on.
        new Thread(Release, 256 << 10) { Name = "Contrail release", IsBackground = true }.Start();
    }

    private void Release()
    {
        try
        {
            _stream.Dispose();
        }
        catch (Exception)
        {
            // Nothing more is read from it, and no caller waits for its end.
        }
    }

    private void Fill()
    {
        Exception? failure = null;
        try
        {
            while (_stream.Read(_buffer) is > 0 and var readBytes && Offer(readBytes))
            {
            }
        }
        catch (Exception broken)
        {
            // The thread that waits in Read throws it.
            failure = broken;
        }

        lock (_gate)
        {
            _failure = failure;
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    // Waits until everything is taken, so that the buffer is free for the next read; false after a close.
    private bool Offer(int readBytes)
    {
        lock (_gate)
        {
            _takenBytes = 0;
            _filledBytes = readBytes;
            Monitor.PulseAll(_gate);
            while (!_closed && _takenBytes < _filledBytes)
            {
                Monitor.Wait(_gate);
            }

            return !_closed;
        }
    }
}
