using System.Buffers;

namespace Contrail.Tool.Files;

/// <summary>Collects small pieces and writes them to a stream in large ones. Not safe for concurrent use.</summary>
internal sealed class StreamOutput(Stream stream) : IBufferWriter<byte>
{
    private const int BufferBytes = 64 << 10;

    private byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    public void Advance(int count) => _filled += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsMemory(_filled);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Ensure(sizeHint);
        return _buffer.AsSpan(_filled);
    }

    /// <summary>Writes the buffered bytes.</summary>
    public void Flush()
    {
        stream.Write(_buffer.AsSpan(0, _filled));
        _filled = 0;
    }

    private void Ensure(int sizeHint)
    {
        int needed = Math.Max(1, sizeHint);
        if (_buffer.Length - _filled >= needed)
        {
            return;
        }

        Flush();
        if (_buffer.Length < needed)
        {
            _buffer = new byte[needed];
        }
    }
}
