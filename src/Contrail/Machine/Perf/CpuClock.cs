using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Perf;

/// <summary>
/// Opens events of the software clock <c>cpu-clock</c>. They include time in the kernel until the kernel refuses one
/// that does, and allows one that does not. Used by one thread.
/// </summary>
/// <param name="hertz">Samples per second of processor time.</param>
/// <param name="isInherited">Whether threads that a sampled thread starts are sampled too.</param>
/// <param name="maxFrames">Frames of a call chain, at most; 0 for the maximum that the machine allows.</param>
internal sealed class CpuClock(int hertz, bool isInherited, int maxFrames) : IThreadEvent
{
    /// <summary>Whether time in the kernel is sampled by the events that were opened.</summary>
    public bool IncludesKernel { get; private set; } = true;

    /// <summary>Opens an event; null if that fails.</summary>
    /// <param name="threadId">The thread, or <see cref="PerfNative.AllThreads"/>.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="errno">Why it failed.</param>
    public SafeFileHandle? TryOpen(int threadId, int processor, out int errno)
    {
        SafeFileHandle? opened = TryOpen(threadId, processor, IncludesKernel, out errno);
        if (opened is null && IncludesKernel && errno is PerfNative.AccessDenied or PerfNative.NotPermitted)
        {
            opened = TryOpen(threadId, processor, false, out errno);
            IncludesKernel = opened is null;
        }

        return opened;
    }

    private SafeFileHandle? TryOpen(int threadId, int processor, bool includesKernel, out int errno)
    {
        PerfEventAttributes attributes =
            PerfEventAttributes.CpuClockEvent(hertz, includesKernel, isInherited, maxFrames);
        SafeFileHandle opened = PerfNative.Open(attributes, threadId, processor);
        errno = opened.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        if (errno == 0)
        {
            return opened;
        }

        opened.Dispose();
        return null;
    }
}
