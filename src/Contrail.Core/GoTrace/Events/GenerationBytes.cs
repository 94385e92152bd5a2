namespace Contrail.Core.GoTrace.Events;

/// <summary>
/// The batches of one generation until they are read. The memory is reused for the next generation, so its size is that
/// of the largest one. Not safe for concurrent use.
/// </summary>
internal sealed class GenerationBytes
{
    /// <summary>Sixteen of the largest batches.</summary>
    private const int ChunkBytes = 1 << 20;

    private readonly List<byte[]> _chunks = [];
    private int _full;
    private int _usedOfLast;

    /// <summary>Keeps a copy, until <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Store(ReadOnlySpan<byte> payload)
    {
        if (_usedOfLast + payload.Length > ChunkBytes)
        {
            _full++;
            _usedOfLast = 0;
        }

        if (_full == _chunks.Count)
        {
            _chunks.Add(new byte[ChunkBytes]);
        }

        Memory<byte> target = _chunks[_full].AsMemory(_usedOfLast, payload.Length);
        payload.CopyTo(target.Span);
        _usedOfLast += payload.Length;
        return target;
    }

    /// <summary>Forgets what was stored.</summary>
    public void Clear()
    {
        _full = 0;
        _usedOfLast = 0;
    }
}
