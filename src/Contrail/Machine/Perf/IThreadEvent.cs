using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Perf;

/// <summary>An event that a burst opens on each thread and processor. Used by one thread.</summary>
internal interface IThreadEvent
{
    /// <summary>Opens it; null if that fails.</summary>
    /// <param name="threadId">The thread.</param>
    /// <param name="processor">The processor.</param>
    /// <param name="errno">Why it failed; 0 if it did not.</param>
    SafeFileHandle? TryOpen(int threadId, int processor, out int errno);
}
