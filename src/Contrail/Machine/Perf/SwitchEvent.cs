using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Perf;

/// <summary>
/// Opens events of the context switches of threads: a sample when a thread leaves a processor, with the call chain of
/// its user code, and a record when it leaves and when it gets one. The switch is code of the kernel, so the right to
/// observe the kernel is needed: <c>perf_event_paranoid</c> of 1 or less, or <c>CAP_PERFMON</c>.
/// </summary>
/// <param name="maxFrames">Frames of a call chain, at most; 0 for the maximum that the machine allows.</param>
internal sealed class SwitchEvent(int maxFrames) : IThreadEvent
{
    private const int OwnThread = 0;

    // The C library of some distributions is compiled without frame pointers there, and waits end in it.
    private static readonly bool HasStack = RuntimeInformation.ProcessArchitecture == Architecture.X64;

    /// <summary>Whether this process may open it at all; the reason is the error.</summary>
    public bool IsAllowed(out int errno)
    {
        using SafeFileHandle? opened = TryOpen(OwnThread, PerfNative.AnyProcessor, out errno);
        return opened is not null;
    }

    /// <inheritdoc/>
    public SafeFileHandle? TryOpen(int threadId, int processor, out int errno)
    {
        SafeFileHandle opened =
            PerfNative.Open(PerfEventAttributes.SwitchEvent(maxFrames, HasStack), threadId, processor);
        errno = opened.IsInvalid ? Marshal.GetLastPInvokeError() : 0;
        if (errno == 0)
        {
            return opened;
        }

        opened.Dispose();
        return null;
    }
}
