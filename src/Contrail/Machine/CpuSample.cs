namespace Contrail.Machine;

/// <summary>One sample of a thread on a processor; its call chain is passed next to it.</summary>
/// <param name="TimeNs">
/// When it was taken, in nanoseconds of the machine's <c>CLOCK_MONOTONIC</c>. A time namespace does not shift it.
/// </param>
/// <param name="ThreadId">
/// The thread, in the pid namespace of this process: the number of <c>/proc/PID/task</c> here. The runtime of a process
/// in a container writes the number of its own namespace into its events. 0 if it is unknown, because the thread was in
/// the last steps of its end.
/// </param>
/// <param name="Processor">The processor's number.</param>
/// <param name="WeightNs">The processor time for which the sample counts, in nanoseconds.</param>
/// <param name="IsKernel">Whether the thread was in the kernel; its call chain is that of its user code.</param>
internal readonly record struct CpuSample(long TimeNs, int ThreadId, int Processor, long WeightNs, bool IsKernel);
