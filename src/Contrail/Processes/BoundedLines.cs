namespace Contrail.Processes;

/// <summary>
/// Reads the lines of a file that a process controls, such as the list of its mappings: at most so many bytes, in
/// memory of a fixed size. Lines that are too long are left out. What cannot be read is the end, never an exception.
/// Used by one thread, which disposes it.
/// </summary>
internal sealed class BoundedLines : IDisposable
{
    private const int BufferBytes = 32 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private readonly FileStream? _file;
    private readonly int _maxLineBytes;
    private long _restBytes;
    private int _start;
    private int _end;
    private bool _isSkipping;

    /// <param name="path">The file; one that cannot be opened has no lines.</param>
    /// <param name="maxBytes">How many bytes are read of it.</param>
    /// <param name="maxLineBytes">The longest line that is returned; less than 32 KiB.</param>
    public BoundedLines(string path, long maxBytes, int maxLineBytes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(maxLineBytes, BufferBytes);
        _restBytes = maxBytes;
        _maxLineBytes = maxLineBytes;
        try
        {
            _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            _file = null;
        }
    }

    /// <summary>The next line without its end, valid until the next call; false at the end.</summary>
    public bool TryRead(out ReadOnlySpan<byte> untrusted)
    {
        for (int length = LineBytes(); length >= 0 || TryFill(); length = LineBytes())
        {
            if (length >= 0)
            {
                untrusted = _buffer.AsSpan(_start, length);
                bool isWhole = !_isSkipping && length <= _maxLineBytes;
                _start += length + 1;
                _isSkipping = false;
                if (isWhole)
                {
                    return true;
                }
            }
        }

        untrusted = default;
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();

    private int LineBytes() => _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');

    private bool TryFill()
    {
        // A line that is too long already is not needed, and would fill the buffer.
        int heldBytes = _end - _start;
        _isSkipping |= heldBytes > _maxLineBytes;
        heldBytes = _isSkipping ? 0 : heldBytes;
        _buffer.AsSpan(_end - heldBytes, heldBytes).CopyTo(_buffer);
        (_start, _end) = (0, heldBytes);
        int readBytes = Read(_buffer.AsSpan(heldBytes, (int)Math.Min(_buffer.Length - heldBytes, _restBytes)));
        _end += readBytes;
        _restBytes -= readBytes;
        return readBytes > 0;
    }

    private int Read(Span<byte> target)
    {
        try
        {
            return _file?.Read(target) ?? 0;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
