using System.Runtime.InteropServices;
using Contrail.Core.Bytes;

namespace Contrail.Machine.Perf;

/// <summary>
/// A record of a ring, as <see cref="PerfEventAttributes"/> requests them
/// (<c>enum perf_event_type</c> in <c>linux/perf_event.h</c>). It borrows the bytes.
/// </summary>
internal readonly ref struct PerfRecord
{
    private const uint LostType = 2;
    private const uint ThrottleType = 5;
    private const uint UnthrottleType = 6;
    private const uint SampleType = 9;
    private const uint SwitchType = 14;
    private const int ModeMask = 7;
    private const int KernelMode = 1;
    private const int SwitchOutFlag = 1 << 13;
    private const int PreemptedFlag = 1 << 14;

    // Values from -4095 on mark a change of mode in a call chain (enum perf_callchain_context).
    private const ulong FirstMark = unchecked((ulong)-4095);

    // The kernels of x64 and arm64 give a process addresses of 47 and 48 bits, unless it requests higher ones.
    private static readonly ulong FirstNoUserAddress =
        1UL << (RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 47 : 48);

    // PERF_SAMPLE_REGS_ABI_64
    private const ulong Registers64 = 2;

    private readonly ReadOnlySpan<byte> _callChain;

    private PerfRecord(PerfRecordKind kind, long timeNs, ReadOnlySpan<byte> callChain)
    {
        Kind = kind;
        TimeNs = timeNs;
        _callChain = callChain;
    }

    /// <summary>What it is; the other members of an unknown one are zero.</summary>
    public PerfRecordKind Kind { get; }

    /// <summary>When it was written, in nanoseconds of <c>CLOCK_MONOTONIC</c>.</summary>
    public long TimeNs { get; }

    /// <summary>
    /// The process of a sample, in the pid namespace in which the event was opened; 0 if it is not visible there. A
    /// thread has it to its end.
    /// </summary>
    public int Pid { get; private init; }

    /// <summary>
    /// The thread of a sample, in the same namespace; -1 in the last steps of its end, after it has lost its number.
    /// </summary>
    public int ThreadId { get; private init; }

    /// <summary>The processor of a sample.</summary>
    public int Processor { get; private init; }

    /// <summary>The processor time after which a sample was taken, in nanoseconds.</summary>
    public long PeriodNs { get; private init; }

    /// <summary>Whether a sample was taken in the kernel.</summary>
    public bool IsKernel { get; private init; }

    /// <summary>
    /// Whether a thread that leaves a processor could have gone on. Kernels before 4.17 do not report it.
    /// </summary>
    public bool IsPreempted { get; private init; }

    /// <summary>The address of <see cref="Stack"/>.</summary>
    public ulong StackPointer { get; private init; }

    /// <summary>The innermost part of the stack; empty if the sample has none.</summary>
    public ReadOnlySpan<byte> Stack { get; private init; }

    /// <summary>How many records were lost.</summary>
    public long LostCount { get; private init; }

    /// <summary>Decodes a record.</summary>
    /// <param name="type">The type of its header.</param>
    /// <param name="misc">The flags of its header.</param>
    /// <param name="untrusted">What follows the header.</param>
    public static PerfRecord Decode(uint type, ushort misc, ReadOnlySpan<byte> untrusted)
    {
        ByteCursor cursor = new(untrusted);
        return type switch
        {
            SampleType => DecodeSample(cursor, (misc & ModeMask) == KernelMode),
            SwitchType => DecodeSwitch(cursor, misc),
            LostType => DecodeLost(cursor),
            ThrottleType => DecodeTime(cursor, PerfRecordKind.Throttle),
            UnthrottleType => DecodeTime(cursor, PerfRecordKind.Unthrottle),
            _ => default,
        };
    }

    /// <summary>
    /// Copies the addresses of a sample's call chain without the marks, leaf first, and returns how many. What does not
    /// fit is left out, and callers from the first that no process can have: code without frame pointers leaves any
    /// value where the kernel reads the next one.
    /// </summary>
    public int CopyFrames(Span<ulong> destination)
    {
        int count = 0;
        ByteCursor cursor = new(_callChain);
        while (count < destination.Length && cursor.TryReadUInt64(out ulong address))
        {
            if (address >= FirstMark)
            {
                continue;
            }

            if (count > 0 && address >= FirstNoUserAddress)
            {
                break;
            }

            destination[count++] = address;
        }

        return count;
    }

    // pid, tid; time; cpu, res; period; nr, ips[nr]; of a switch also abi, regs[1]; size, data[size], dyn_size
    private static PerfRecord DecodeSample(ByteCursor cursor, bool isKernel) =>
        cursor.TryReadUInt32(out uint pid)
        && cursor.TryReadUInt32(out uint threadId)
        && TryReadInt63(ref cursor, out long timeNs)
        && cursor.TryReadUInt32(out uint processor)
        && cursor.TrySkip(sizeof(uint))
        && TryReadInt63(ref cursor, out long periodNs)
        && cursor.TryReadUInt64(out ulong count)
        && count <= (ulong)(cursor.RestBytes / sizeof(ulong))
        && cursor.TryReadBytes((int)count * sizeof(ulong), out ReadOnlySpan<byte> callChain)
            ? new PerfRecord(KindOf(periodNs), timeNs, callChain)
            {
                Stack = DecodeStack(cursor, out ulong stackPointer),
                StackPointer = stackPointer,
                Pid = unchecked((int)pid),
                ThreadId = unchecked((int)threadId),
                Processor = unchecked((int)processor),
                PeriodNs = periodNs,
                IsKernel = isKernel,
            }
            : default;

    private static ReadOnlySpan<byte> DecodeStack(ByteCursor cursor, out ulong pointer)
    {
        if (cursor.TryReadUInt64(out ulong abi)
            && abi == Registers64
            && cursor.TryReadUInt64(out pointer)
            && cursor.TryReadUInt64(out ulong size)
            && size <= (ulong)cursor.RestBytes
            && cursor.TryReadBytes((int)size, out ReadOnlySpan<byte> copied)
            && cursor.TryReadUInt64(out ulong copiedBytes)
            && copiedBytes <= size)
        {
            return copied[..(int)copiedBytes];
        }

        pointer = 0;
        return default;
    }

    private static PerfRecordKind KindOf(long period) =>
        period == PerfEventAttributes.SwitchPeriod ? PerfRecordKind.SwitchSample : PerfRecordKind.Sample;

    // pid, tid; time; cpu, res
    private static PerfRecord DecodeSwitch(ByteCursor cursor, ushort misc) =>
        cursor.TryReadUInt32(out uint pid)
        && cursor.TryReadUInt32(out uint threadId)
        && TryReadInt63(ref cursor, out long timeNs)
            ? new PerfRecord(
                (misc & SwitchOutFlag) != 0 ? PerfRecordKind.SwitchOut : PerfRecordKind.SwitchIn, timeNs, default)
            {
                Pid = unchecked((int)pid),
                ThreadId = unchecked((int)threadId),
                IsPreempted = (misc & PreemptedFlag) != 0,
            }
            : default;

    // id; lost; then the sample's own pid, tid; time; cpu, res
    private static PerfRecord DecodeLost(ByteCursor cursor) =>
        cursor.TrySkip(sizeof(ulong))
        && TryReadInt63(ref cursor, out long count)
        && cursor.TrySkip(sizeof(ulong))
        && TryReadInt63(ref cursor, out long timeNs)
            ? new PerfRecord(PerfRecordKind.Lost, timeNs, default) { LostCount = count }
            : default;

    private static PerfRecord DecodeTime(ByteCursor cursor, PerfRecordKind kind) =>
        TryReadInt63(ref cursor, out long timeNs) ? new PerfRecord(kind, timeNs, default) : default;

    private static bool TryReadInt63(ref ByteCursor cursor, out long value)
    {
        bool isValid = cursor.TryReadUInt64(out ulong read) && read <= long.MaxValue;
        value = isValid ? (long)read : 0;
        return isValid;
    }
}
