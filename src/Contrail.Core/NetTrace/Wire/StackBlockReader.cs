using System.Buffers.Binary;

namespace Contrail.Core.NetTrace.Wire;

/// <summary>Reads the stacks of a stack block; ids count up from the block's first one.</summary>
internal ref struct StackBlockReader
{
    private const int HeaderBytes = 8;

    private ReadOnlySpan<byte> _rest;
    private int _left;

    /// <param name="untrusted">The block's payload.</param>
    public StackBlockReader(ReadOnlySpan<byte> untrusted)
    {
        if (untrusted.Length < HeaderBytes)
        {
            Malformed = true;
            return;
        }

        int declaredCount = BinaryPrimitives.ReadInt32LittleEndian(untrusted[4..]);
        _rest = untrusted[HeaderBytes..];
        Malformed = declaredCount < 0 || declaredCount > _rest.Length / sizeof(int);
        _left = Malformed ? 0 : declaredCount;
        Id = unchecked(BinaryPrimitives.ReadInt32LittleEndian(untrusted) - 1);
    }

    /// <summary>The current stack's id.</summary>
    public int Id { get; private set; }

    /// <summary>The current stack's addresses, unchanged, innermost first; an empty stack is legal.</summary>
    public ReadOnlySpan<byte> Addresses { get; private set; }

    /// <summary>Whether the block is not valid; what was read before remains valid.</summary>
    public bool Malformed { get; private set; }

    /// <summary>Whether the complete block can be read.</summary>
    internal static bool IsSound(ReadOnlySpan<byte> untrusted)
    {
        StackBlockReader reader = new(untrusted);
        while (reader.MoveNext())
        {
            // Only reaching the end shows it.
        }

        return !reader.Malformed;
    }

    /// <summary>Moves to the next stack; false at the end, or when the rest cannot be read.</summary>
    public bool MoveNext()
    {
        if (_left == 0)
        {
            // Readers continue to the block's end, whatever its count is.
            Malformed |= !_rest.IsEmpty;
            return false;
        }

        int declaredBytes = _rest.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(_rest);
        if (declaredBytes < 0 || declaredBytes > _rest.Length - sizeof(int))
        {
            Malformed = true;
            _rest = [];
            _left = 0;
            return false;
        }

        Id = unchecked(Id + 1);
        Addresses = _rest.Slice(sizeof(int), declaredBytes);
        _rest = _rest[(sizeof(int) + declaredBytes)..];
        _left--;
        return true;
    }
}
