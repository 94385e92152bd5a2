using Contrail.Core.Bytes;

namespace Contrail.Core.NetTrace.Async;

/// <summary>
/// Reads the methods of a chain, innermost first. Borrows the bytes, which are not validated before: reading ends
/// early where they are invalid.
/// </summary>
internal ref struct AsyncFrameReader
{
    private readonly bool _hasStates;
    private readonly int _count;
    private ByteCursor _cursor;
    private int _index;

    /// <param name="untrusted">The frames.</param>
    /// <param name="count">Declared number of frames.</param>
    /// <param name="hasStates">Whether each frame has the state of its state machine.</param>
    public AsyncFrameReader(ReadOnlySpan<byte> untrusted, int count, bool hasStates)
    {
        _cursor = new ByteCursor(untrusted);
        _count = count;
        _hasStates = hasStates;
    }

    /// <summary>
    /// An address in the code of the method: where it continues, or, of a state machine, the start of its code.
    /// </summary>
    public ulong Address { get; private set; }

    /// <summary>The state of the state machine: at which await it is suspended. 0 for a runtime method.</summary>
    public int State { get; private set; }

    /// <summary>Moves to the next method; false after the last one, or where the bytes end.</summary>
    public bool MoveNext()
    {
        // The first address is complete, each other one is the difference to the one before it.
        if (_index >= _count || !_cursor.TryReadVarUInt64(out ulong number))
        {
            return false;
        }

        uint state = 0;
        if (_hasStates && !_cursor.TryReadVarUInt32(out state))
        {
            return false;
        }

        Address = _index == 0 ? number : unchecked(Address + ((number >> 1) ^ (0UL - (number & 1))));
        State = unchecked((int)((state >> 1) ^ (0U - (state & 1))));
        _index++;
        return true;
    }
}
