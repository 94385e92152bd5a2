using Contrail.Analysis.Model;
using Contrail.Core.Snapshots;

namespace Contrail.Analysis.Views.Catalog;

/// <summary>Finds the native code that managed code called, in stacks of samples of processors.</summary>
internal static class NativeCode
{
    /// <summary>The file of the kernel's code.</summary>
    public const string Kernel = NativeMapping.KernelName;

    /// <summary>The runtime, and what gives access to the operating system: time there is that of the caller.</summary>
    private static readonly string[] Systems =
    [
        "[", "ld-", "libc.", "libclr", "libcoreclr", "libgcc_s", "libhost", "libmscor", "libpthread", "libstdc++",
        "libSystem.Native.",
    ];

    /// <summary>Whether a module is one of native code on Linux, by its file's name, or the kernel.</summary>
    public static bool IsFile(string module) =>
        module.EndsWith(".so", StringComparison.Ordinal) || module.Contains(".so.", StringComparison.Ordinal)
        || module.StartsWith('[');

    /// <summary>Whether a module is the runtime's own native code, the operating system, or unknown.</summary>
    public static bool IsOfSystem(string module) => module.Length == 0
        || Array.Exists(Systems, start => module.StartsWith(start, StringComparison.Ordinal));

    /// <summary>How many frames at the inner end of a stack are native.</summary>
    public static int DepthOf(StackId stack, StackTable table)
    {
        int depth = table.Depth(stack);
        int index = 0;
        while (index < depth && table.Frame(stack, index).Origin == FrameOrigin.Native)
        {
            index++;
        }

        return index;
    }

    /// <summary>
    /// The native function that managed code called, which called the rest; null if the thread was in managed code, in
    /// code that the runtime generates for calls, or if no managed code is known.
    /// </summary>
    public static StackFrame? CalleeOf(StackId stack, StackTable table)
    {
        int native = DepthOf(stack, table);
        int callee = native == table.Depth(stack) ? -1 : native - 1;
        while (callee >= 0 && table.Frame(stack, callee).Module.Length == 0)
        {
            callee--;
        }

        return callee >= 0 ? table.Frame(stack, callee) : null;
    }
}
