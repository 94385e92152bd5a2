namespace Contrail.Core.Snapshots;

/// <summary>A file that is mapped into a process with code.</summary>
/// <param name="Start">The first address.</param>
/// <param name="End">The address after the last.</param>
/// <param name="FileOffset">The offset in the file of the first address.</param>
/// <param name="File">The file, as the process sees it, or what the kernel calls the memory, such as [vdso].</param>
internal sealed record NativeMapping(ulong Start, ulong End, ulong FileOffset, string File)
{
    /// <summary>What <see cref="File"/> is for the kernel's code.</summary>
    public const string KernelName = "[kernel]";

    /// <summary>The functions of it that were needed, in the order of addresses.</summary>
    public IReadOnlyList<NativeFunction> Functions { get; init; } = [];
}
