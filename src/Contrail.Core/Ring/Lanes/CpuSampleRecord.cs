using System.Buffers.Binary;
using Contrail.Core.Bytes;

namespace Contrail.Core.Ring.Lanes;

/// <summary>
/// A thread that used a processor at a moment, or that had none before it. In a lane the addresses of its stack follow
/// it.
/// </summary>
/// <param name="ThreadId">The operating system's id of the thread; 0 if it is unknown.</param>
/// <param name="WeightNanoseconds">The processor time that the sample represents, or the time without one.</param>
internal readonly record struct CpuSampleRecord(int ThreadId, long WeightNanoseconds)
{
    /// <summary>The most addresses that are kept of a stack, the innermost: as many as the kernel collects.</summary>
    public const int MaxFrames = 127;

    /// <summary>
    /// The innermost address of the stack of a thread that was in the kernel, whatever code of it ran: the kernel's own
    /// addresses are not recorded.
    /// </summary>
    public const ulong KernelAddress = 0xFFFF_8000_0000_0000;

    /// <summary>The record before its addresses.</summary>
    public const int HeadBytes = sizeof(int) + sizeof(long);

    /// <summary>The largest record.</summary>
    public const int MaxBytes = HeadBytes + (MaxFrames * sizeof(ulong));

    /// <summary>Writes the record, and returns its length.</summary>
    /// <param name="target">At least <see cref="MaxBytes"/> bytes.</param>
    /// <param name="addresses">The stack, innermost first; frames beyond the limit are left out.</param>
    public int Write(Span<byte> target, ReadOnlySpan<ulong> addresses)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, ThreadId);
        BinaryPrimitives.WriteInt64LittleEndian(target[sizeof(int)..], WeightNanoseconds);
        int count = Math.Min(addresses.Length, MaxFrames);
        for (int index = 0; index < count; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                target[(HeadBytes + (index * sizeof(ulong)))..], addresses[index]);
        }

        return HeadBytes + (count * sizeof(ulong));
    }

    /// <summary>Reads a record; false if it is not one. The addresses are eight bytes each, innermost first.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out CpuSampleRecord record, out ReadOnlySpan<byte> addresses)
    {
        ByteCursor cursor = new(bytes);
        bool isRead = cursor.TryReadInt32(out int threadId)
            & cursor.TryReadInt64(out long weight)
            & cursor.RestBytes % sizeof(ulong) == 0;
        record = new CpuSampleRecord(threadId, weight);
        addresses = cursor.Rest;
        return isRead;
    }
}
