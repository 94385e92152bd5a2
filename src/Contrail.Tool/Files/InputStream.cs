namespace Contrail.Tool.Files;

/// <summary>The input file of a command, whose reading shows its progress. Not safe for concurrent use.</summary>
/// <param name="file">The file; it is disposed with this one.</param>
/// <param name="progress">Receives the position after each read.</param>
internal sealed class InputStream(Stream file, ReadProgress progress) : Stream
{
    private readonly long? _totalBytes = file.CanSeek ? file.Length : null;
    private long _readBytes;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => file.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => file.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    /// <summary>Clears the line of the progress, which must not mix with the output of a command.</summary>
    public void EndProgress() => progress.Clear();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int readBytes = file.Read(buffer);
        _readBytes = file.CanSeek ? file.Position : _readBytes + readBytes;
        progress.Update(_readBytes, _totalBytes);
        return readBytes;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndProgress();
            file.Dispose();
        }

        base.Dispose(disposing);
    }
}
