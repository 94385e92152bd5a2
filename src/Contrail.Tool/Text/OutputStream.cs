using System.Text;

namespace Contrail.Tool.Text;

/// <summary>
/// Standard output; failures throw <see cref="OutputException"/>. The first write opens it, because it may be closed
/// and a command may write nothing.
/// </summary>
internal sealed class OutputStream : Stream
{
    private readonly Func<Stream> _open;
    private Stream? _opened;

    public OutputStream()
        : this(Console.OpenStandardOutput)
    {
    }

    /// <param name="open">Opens the underlying stream.</param>
    internal OutputStream(Func<Stream> open)
    {
        _open = open;
    }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Creates a text writer that flushes each line.</summary>
    public static TextWriter Text(Func<Stream> open) =>
        new StreamWriter(new OutputStream(open), WithoutPreamble(Console.OutputEncoding)) { AutoFlush = true };

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _opened ??= _open();
            _opened.Write(buffer);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new OutputException(failure);
        }
    }

    public override void Flush()
    {
        // The console's stream has no buffer.
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _opened?.Dispose();
        }

        base.Dispose(disposing);
    }

    private static Encoding WithoutPreamble(Encoding encoding) =>
        encoding.CodePage == Encoding.UTF8.CodePage
            ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
            : encoding;
}
