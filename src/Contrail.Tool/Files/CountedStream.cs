using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>
/// Counts what is written to a stream, and collects small pieces into large ones. It does not dispose the stream. Not
/// safe for concurrent use.
/// </summary>
/// <param name="inner">The stream.</param>
internal sealed class CountedStream(Stream inner) : Stream
{
    private const int BufferBytes = 128 << 10;

    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <summary>Bytes that were written, with those that are not passed on yet.</summary>
    public long WrittenBytes { get; private set; }

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => WrittenBytes;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        WrittenBytes += buffer.Length;
        if (buffer.Length > BufferBytes - _filled)
        {
            PassOn();
        }

        if (buffer.Length > BufferBytes)
        {
            WriteNow(buffer);
            return;
        }

        buffer.CopyTo(_buffer.AsSpan(_filled));
        _filled += buffer.Length;
    }

    /// <summary>Nothing: writers of JSON flush after each piece, which would make the pieces small again.</summary>
    public override void Flush()
    {
        // Complete passes on the rest.
    }

    /// <summary>Passes on what is collected.</summary>
    public void Complete() => PassOn();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    private void PassOn()
    {
        WriteNow(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    // A failure to write the output must not be taken for one to read the input.
    private void WriteNow(ReadOnlySpan<byte> bytes)
    {
        try
        {
            inner.Write(bytes);
        }
        catch (IOException failure)
        {
            throw new OutputException(failure, "the output");
        }
    }
}
