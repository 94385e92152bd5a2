using System.Buffers;
using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>
/// Makes stack blocks of single stacks: ids that follow each other share one. Not safe for concurrent use.
/// </summary>
internal sealed class StackBlockBuilder
{
    private const int HeaderBytes = 8;

    private readonly List<ReadOnlyMemory<byte>> _blocks = [];
    private ArrayBufferWriter<byte> _block = new();
    private int _firstId;
    private int _count;

    public void Add(int id, ReadOnlySpan<byte> addresses)
    {
        if (_count > 0 && id != unchecked(_firstId + _count))
        {
            CloseBlock();
        }

        if (_count == 0)
        {
            _block.Write(stackalloc byte[HeaderBytes]);
            _firstId = id;
        }

        BinaryPrimitives.WriteInt32LittleEndian(_block.GetSpan(sizeof(int)), addresses.Length);
        _block.Advance(sizeof(int));
        _block.Write(addresses);
        _count++;
    }

    /// <summary>The blocks made since the last call.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> TakeBlocks()
    {
        CloseBlock();
        ReadOnlyMemory<byte>[] taken = [.. _blocks];
        _blocks.Clear();
        return taken;
    }

    private void CloseBlock()
    {
        if (_count == 0)
        {
            return;
        }

        byte[] block = _block.WrittenSpan.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(block, _firstId);
        BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(sizeof(int)), _count);
        _blocks.Add(block);
        _block = new ArrayBufferWriter<byte>();
        _count = 0;
    }
}
