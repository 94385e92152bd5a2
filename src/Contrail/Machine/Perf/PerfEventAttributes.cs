using System.Runtime.InteropServices;

namespace Contrail.Machine.Perf;

/// <summary>
/// The kernel's <c>struct perf_event_attr</c> up to its version 5 (Linux 4.1), with the fields that are used here
/// (<c>include/uapi/linux/perf_event.h</c>, <c>man 2 perf_event_open</c>). All others are zero.
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = VersionBytes)]
internal readonly struct PerfEventAttributes
{
    /// <summary>Frames of a call chain, at most: the kernel's own default, <c>PERF_MAX_STACK_DEPTH</c>.</summary>
    public const int MaxFrames = 127;

    /// <summary><c>PERF_ATTR_SIZE_VER5</c>.</summary>
    private const int VersionBytes = 112;

    private const uint TypeSoftware = 1;
    private const ulong CpuClock = 0;
    private const ulong ContextSwitches = 3;
    private const int ClockMonotonic = 1;

    /// <summary>
    /// The period of samples of context switches, each of which is sampled. Samples of the clock have a longer one.
    /// </summary>
    public const long SwitchPeriod = 1;

    /// <summary>How much of a stack is copied for a search, where its frames cannot be followed.</summary>
    public const int StackBytes = 8 << 10;

    /// <summary>PERF_REG_X86_SP.</summary>
    private const ulong StackPointer = 1 << 7;

    private const long NanosecondsPerSecond = 1_000_000_000;

    private const ulong SampleThread = 1 << 1;
    private const ulong SampleTime = 1 << 2;
    private const ulong SampleCallChain = 1 << 5;
    private const ulong SampleProcessor = 1 << 7;
    private const ulong SamplePeriod = 1 << 8;
    private const ulong SampleRegisters = 1 << 12;
    private const ulong SampleStack = 1 << 13;

    private const ulong Inherit = 1 << 1;
    private const ulong ExcludeKernel = 1 << 5;
    private const ulong ExcludeHypervisor = 1 << 6;
    private const ulong ExcludeIdle = 1 << 7;
    private const ulong SampleIdAll = 1 << 18;
    private const ulong ExcludeKernelCallChain = 1 << 21;
    private const ulong UseClockId = 1 << 25;
    private const ulong ContextSwitch = 1 << 26;

    [FieldOffset(0)]
    private readonly uint _type;

    [FieldOffset(4)]
    private readonly uint _size;

    [FieldOffset(8)]
    private readonly ulong _config;

    [FieldOffset(16)]
    private readonly long _samplePeriod;

    [FieldOffset(24)]
    private readonly ulong _sampleType;

    [FieldOffset(40)]
    private readonly ulong _flags;

    [FieldOffset(80)]
    private readonly ulong _sampleRegisters;

    [FieldOffset(88)]
    private readonly uint _sampleStackBytes;

    [FieldOffset(92)]
    private readonly int _clockId;

    [FieldOffset(108)]
    private readonly ushort _sampleMaxStack;

    private PerfEventAttributes(ulong config, long period, ulong flags, int maxFrames, bool hasStack)
    {
        _type = TypeSoftware;
        _size = VersionBytes;
        _config = config;
        _samplePeriod = period;

        // Without SAMPLE_IP, because it is an address of the kernel for a sample in the kernel; the user's is the first
        // of the call chain.
        _sampleType = SampleThread | SampleTime | SampleProcessor | SamplePeriod | SampleCallChain;
        if (hasStack)
        {
            _sampleType |= SampleRegisters | SampleStack;
            _sampleRegisters = StackPointer;
            _sampleStackBytes = StackBytes;
        }

        _flags = flags | ExcludeHypervisor | ExcludeIdle | SampleIdAll | ExcludeKernelCallChain | UseClockId;
        _clockId = ClockMonotonic;
        _sampleMaxStack = (ushort)maxFrames;
    }

    /// <summary>
    /// An event that takes a sample after each period of processor time, whose period is therefore its weight. It is
    /// a fixed one and no frequency: the kernel makes the same period of a frequency for this event, and reports the
    /// former one after a change. Idle time is not sampled, and no address of the kernel is in a sample.
    /// </summary>
    /// <param name="hertz">Samples per second of processor time.</param>
    /// <param name="includesKernel">Whether time in the kernel is sampled, which needs a right.</param>
    /// <param name="isInherited">Whether threads that a sampled thread starts are sampled too.</param>
    /// <param name="maxFrames">Frames in a call chain, at most; 0 for the maximum that the machine allows.</param>
    public static PerfEventAttributes CpuClockEvent(int hertz, bool includesKernel, bool isInherited, int maxFrames) =>
        new(
            CpuClock,
            NanosecondsPerSecond / hertz,
            (includesKernel ? 0 : ExcludeKernel) | (isInherited ? Inherit : 0),
            maxFrames,
            hasStack: false);

    /// <summary>
    /// An event of the context switches of a thread, and of those that it starts: a sample of each, and a record when
    /// the thread leaves a processor and when it gets one.
    /// </summary>
    /// <param name="maxFrames">Frames in a call chain, at most; 0 for the maximum that the machine allows.</param>
    /// <param name="hasStack">Whether a sample has a part of the stack; on x64 only.</param>
    public static PerfEventAttributes SwitchEvent(int maxFrames, bool hasStack) =>
        new(ContextSwitches, SwitchPeriod, Inherit | ContextSwitch, maxFrames, hasStack);
}
