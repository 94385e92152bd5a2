using System.Buffers.Binary;

namespace Contrail.Analysis.NetTrace.Interpreting;

/// <summary>
/// The id of an activity of an event source, without its checksum. The runtime makes it of the path of numbers from the
/// outermost activity, half a byte for each small number, so that the id of an activity begins with that of the one in
/// which it started.
/// </summary>
/// <param name="First">The first eight bytes, the first byte highest.</param>
/// <param name="Second">The next four bytes.</param>
internal readonly record struct ActivityKey(ulong First, uint Second)
{
    /// <summary>Half bytes of a path.</summary>
    private const int MaxNibbles = 24;

    private const int NibbleBits = 4;

    /// <summary>Whether it is no activity.</summary>
    public bool IsNone => First == 0 && Second == 0;

    /// <summary>The key of an id in an event.</summary>
    public static ActivityKey Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        return new ActivityKey(
            BinaryPrimitives.ReadUInt64BigEndian(bytes), BinaryPrimitives.ReadUInt32BigEndian(bytes[sizeof(ulong)..]));
    }

    /// <summary>The first half bytes of the path: the key of an outer activity, if one has that many.</summary>
    public ActivityKey Prefix(int nibbles)
    {
        UInt128 path = new UInt128(First, (ulong)Second << 32);
        int droppedBits = 128 - (nibbles * NibbleBits);
        path = droppedBits >= 128 ? 0 : path >> droppedBits << droppedBits;
        return new ActivityKey((ulong)(path >> 64), (uint)((ulong)(path & ulong.MaxValue) >> 32));
    }

    /// <summary>The number of half bytes up to the last one that is not zero.</summary>
    public int Length
    {
        get
        {
            int length = MaxNibbles;
            while (length > 0 && Prefix(length - 1) == this)
            {
                length--;
            }

            return length;
        }
    }
}
