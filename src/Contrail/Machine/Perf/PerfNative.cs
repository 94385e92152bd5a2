using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Perf;

/// <summary>
/// The system calls of the kernel's performance events (<c>man 2 perf_event_open</c>). After a failed call,
/// <see cref="Marshal.GetLastPInvokeError"/> is the reason. On another operating system or architecture, opening fails
/// with <see cref="NotImplemented"/> and nothing is called.
/// </summary>
internal static class PerfNative
{
    /// <summary><c>EPERM</c>.</summary>
    public const int NotPermitted = 1;

    /// <summary><c>ENOENT</c>: the machine has no such event.</summary>
    public const int NoEntry = 2;

    /// <summary><c>ESRCH</c>: the thread has ended.</summary>
    public const int NoSuchThread = 3;

    /// <summary><c>ENOMEM</c>.</summary>
    public const int NoMemory = 12;

    /// <summary><c>EACCES</c>.</summary>
    public const int AccessDenied = 13;

    /// <summary><c>ENODEV</c>: the processor is offline, or has no such event.</summary>
    public const int NoDevice = 19;

    /// <summary><c>ENFILE</c>: the machine has too many open files.</summary>
    public const int MachineFilesUsedUp = 23;

    /// <summary><c>EMFILE</c>: this process has too many open files.</summary>
    public const int FilesUsedUp = 24;

    /// <summary><c>ENOSYS</c>: the kernel, or a seccomp filter, has no such system call.</summary>
    public const int NotImplemented = 38;

    /// <summary><c>EOPNOTSUPP</c>.</summary>
    public const int NotSupported = 95;

    /// <summary>All threads, where a processor is sampled for the whole system.</summary>
    public const int AllThreads = -1;

    /// <summary>Any processor, for an event without a ring.</summary>
    public const int AnyProcessor = -1;

    private const int NoGroup = -1;
    private const nint CloseOnExecute = 1 << 3;
    private const int ReadAndWrite = 3;
    private const int SharedMapping = 1;
    private const nint MapFailed = -1;

    // _IO('$', 5)
    private const nint SetOutput = 0x2405;

    /// <summary>The number of the system call; 0 where it is not known.</summary>
    private static nint Number => !OperatingSystem.IsLinux()
        ? 0
        : RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => 298,
            Architecture.Arm64 => 241,
            _ => 0,
        };

    /// <summary>Opens an event; an invalid handle if that fails.</summary>
    /// <param name="attributes">What it counts and records.</param>
    /// <param name="threadId">The thread, or <see cref="AllThreads"/>.</param>
    /// <param name="processor">The processor.</param>
    public static SafeFileHandle Open(in PerfEventAttributes attributes, int threadId, int processor)
    {
        if (Number == 0)
        {
            Marshal.SetLastPInvokeError(NotImplemented);
            return new SafeFileHandle(-1, ownsHandle: false);
        }

        nint opened = SystemCall(Number, attributes, threadId, processor, NoGroup, CloseOnExecute);
        return new SafeFileHandle(opened, ownsHandle: true);
    }

    /// <summary>Has an event write into the ring of another one of the same processor.</summary>
    /// <param name="from">The event.</param>
    /// <param name="to">The event that the ring was mapped from.</param>
    /// <param name="errno">Why it failed; 0 if it did not.</param>
    public static bool TryRedirect(SafeFileHandle from, SafeFileHandle to, out int errno)
    {
        bool isDone = Control(from, SetOutput, to.DangerousGetHandle()) == 0;
        errno = isDone ? 0 : Marshal.GetLastPInvokeError();
        return isDone;
    }

    /// <summary>Maps the ring of an event; 0 if that fails.</summary>
    /// <param name="opened">The event.</param>
    /// <param name="bytes">One page, and a power of two of pages.</param>
    public static nint Map(SafeFileHandle opened, int bytes)
    {
        nint mapped = MapMemory(0, bytes, ReadAndWrite, SharedMapping, opened, 0);
        return mapped == MapFailed ? 0 : mapped;
    }

    /// <summary>Removes a mapping.</summary>
    public static void Unmap(nint mapped, int bytes) => _ = UnmapMemory(mapped, bytes);

    [DllImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint SystemCall(
        nint number, in PerfEventAttributes attributes, nint threadId, nint processor, nint group, nint flags);

    [DllImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(SafeFileHandle opened, nint request, nint argument);

    [DllImport("libc", EntryPoint = "mmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint MapMemory(
        nint address, nint bytes, int protection, int flags, SafeFileHandle opened, nint offset);

    [DllImport("libc", EntryPoint = "munmap", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int UnmapMemory(nint address, nint bytes);
}
