using System.Runtime.InteropServices;

namespace Contrail.Scenarios.Machine;

/// <summary>
/// Runs code on a thread of its own with fewer rights. Linux keeps capabilities and filters for each thread, and the
/// threads that it starts inherit them; they end with it.
/// </summary>
internal static class RestrictedThread
{
    private const uint CapabilityVersion = 0x2008_0522;
    private const int NoNewPrivileges = 38;
    private const int SetSeccomp = 22;
    private const int FilterMode = 2;

    /// <summary>Runs code without any capability in force.</summary>
    public static T WithoutCapabilities<T>(Func<T> action) => Run(DropCapabilities, action);

    /// <summary>Runs code with a filter that refuses <c>perf_event_open</c>, as container runtimes do.</summary>
    public static T WithFilter<T>(Func<T> action) => Run(InstallFilter, action);

    private static T Run<T>(Action restrict, Func<T> action)
    {
        T? result = default;
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                restrict();
                result = action();
            }
            catch (Exception thrown)
            {
                failure = thrown;
            }
        });
        thread.Start();
        thread.Join();
        return failure is null ? result! : throw new InvalidOperationException(failure.Message, failure);
    }

    // The permitted ones stay, because the kernel compares them with those of a process that is to be sampled.
    private static void DropCapabilities()
    {
        uint[] header = [CapabilityVersion, 0];
        uint[] sets = new uint[6];
        Check(GetCapabilities(header, sets));
        (sets[0], sets[3]) = (0, 0);
        Check(SetCapabilities(header, sets));
    }

    private static void InstallFilter()
    {
        uint number = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 241u : 298u;

        // Load the number; if it is another one, skip an instruction; return EPERM; allow.
        ulong[] program =
        [
            Instruction(0x20, 0, 0),
            Instruction(0x15, 1, number),
            Instruction(0x06, 0, 0x0005_0001),
            Instruction(0x06, 0, 0x7fff_0000),
        ];
        GCHandle pinned = GCHandle.Alloc(program, GCHandleType.Pinned);
        Check(Control(NoNewPrivileges, 1, null, 0, 0));
        Check(Control(SetSeccomp, FilterMode, [program.Length, pinned.AddrOfPinnedObject()], 0, 0));
        pinned.Free();
    }

    private static ulong Instruction(ushort code, byte ifFalse, uint value) =>
        code | ((ulong)ifFalse << 24) | ((ulong)value << 32);

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException(Marshal.GetLastPInvokeErrorMessage());
        }
    }

    [DllImport("libc", EntryPoint = "capget", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int GetCapabilities(uint[] header, [In, Out] uint[] sets);

    [DllImport("libc", EntryPoint = "capset", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetCapabilities(uint[] header, uint[] sets);

    [DllImport("libc", EntryPoint = "prctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Control(int option, nint value, nint[]? third, nint fourth, nint fifth);
}
