using System.Buffers.Binary;

namespace Contrail.Tests.Support;

/// <summary>Records as the kernel writes them for the events of the sampler.</summary>
internal static class PerfDrawing
{
    /// <summary>Marks the user's part of a call chain.</summary>
    public const ulong UserMark = unchecked((ulong)-512);

    private const int HeaderBytes = 8;
    private const int SampleIdBytes = 24;

    /// <summary>A sample on processor 1.</summary>
    public static byte[] Sample(int pid, long timeNs, params ulong[] callChain) =>
        Sample(pid, timeNs, isKernel: false, (ulong)callChain.Length, callChain);

    /// <summary>A sample whose number of addresses is what is declared.</summary>
    public static byte[] Sample(int pid, long timeNs, bool isKernel, ulong declaredCount, ulong[] callChain)
    {
        byte[] record = Record(9, isKernel ? 1 : 2, 40 + callChain.Length * sizeof(ulong));
        Span<byte> body = record.AsSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(body, pid);
        BinaryPrimitives.WriteInt32LittleEndian(body[4..], pid + 1);
        BinaryPrimitives.WriteInt64LittleEndian(body[8..], timeNs);
        BinaryPrimitives.WriteInt32LittleEndian(body[16..], 1);
        BinaryPrimitives.WriteInt64LittleEndian(body[24..], 5_000_000);
        BinaryPrimitives.WriteUInt64LittleEndian(body[32..], declaredCount);
        for (int index = 0; index < callChain.Length; index++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(body[(40 + index * sizeof(ulong))..], callChain[index]);
        }

        return record;
    }

    /// <summary>A sample of a thread that leaves a processor, with a part of its stack.</summary>
    public static byte[] SwitchSample(
        int pid, int threadId, long timeNs, ulong[] callChain, ulong pointer = 0, ulong[]? stack = null)
    {
        byte[] sample = Sample(pid, timeNs, isKernel: true, (ulong)callChain.Length, callChain);
        BinaryPrimitives.WriteInt32LittleEndian(sample.AsSpan(HeaderBytes + 4), threadId);
        BinaryPrimitives.WriteInt64LittleEndian(sample.AsSpan(HeaderBytes + 24), 1);
        ulong bytes = (ulong)(stack?.Length ?? 0) * sizeof(ulong);
        ulong[] words = stack is null ? [] : [2, pointer, bytes, .. stack, bytes];
        byte[] record = [.. sample, .. words.SelectMany(BitConverter.GetBytes)];
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)record.Length);
        return record;
    }

    /// <summary>A thread leaves a processor.</summary>
    public static byte[] SwitchOut(int pid, int threadId, long timeNs, bool isPreempted = false) =>
        Switch(pid, threadId, timeNs, (1 << 13) | (isPreempted ? 1 << 14 : 0));

    /// <summary>A thread gets a processor.</summary>
    public static byte[] SwitchIn(int pid, int threadId, long timeNs) => Switch(pid, threadId, timeNs, 0);

    /// <summary>Reports that the ring was full.</summary>
    public static byte[] Lost(long timeNs, long count)
    {
        byte[] record = Record(2, 0, 16 + SampleIdBytes);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(16), count);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(32), timeNs);
        return record;
    }

    /// <summary>Reports that the kernel pauses sampling.</summary>
    public static byte[] Throttle(long timeNs) => Time(5, timeNs);

    /// <summary>Reports that the kernel resumes sampling.</summary>
    public static byte[] Unthrottle(long timeNs) => Time(6, timeNs);

    /// <summary>A record with an empty body.</summary>
    public static byte[] Record(uint type, int flags, int bodyBytes)
    {
        byte[] record = new byte[HeaderBytes + bodyBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(record, type);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(4), (ushort)flags);
        BinaryPrimitives.WriteUInt16LittleEndian(record.AsSpan(6), (ushort)record.Length);
        return record;
    }

    private static byte[] Switch(int pid, int threadId, long timeNs, int flags)
    {
        byte[] record = Record(14, flags, SampleIdBytes);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(HeaderBytes), pid);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(HeaderBytes + 4), threadId);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(HeaderBytes + 8), timeNs);
        return record;
    }

    private static byte[] Time(uint type, long timeNs)
    {
        byte[] record = Record(type, 0, 24 + SampleIdBytes);
        BinaryPrimitives.WriteInt64LittleEndian(record.AsSpan(HeaderBytes), timeNs);
        return record;
    }
}
