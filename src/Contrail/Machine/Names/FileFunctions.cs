using Contrail.Core.Snapshots;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Names;

/// <summary>Names what a snapshot needs of one file, which is read once, whatever the number of its ranges.</summary>
internal static class FileFunctions
{
    /// <summary>Describes the ranges, in their order, with the functions that are found within the budget.</summary>
    /// <param name="ranges">The ranges of the file.</param>
    /// <param name="untrusted">The file; null if it cannot be read.</param>
    /// <param name="budget">What all files may take.</param>
    public static IEnumerable<NativeMapping> Describe(
        IReadOnlyList<NeededCode> ranges, SafeFileHandle? untrusted, NamingBudget budget)
    {
        ulong[] offsets = [.. ranges.SelectMany(range => range.Offsets).Distinct().Order()];
        ElfFunction?[] functions = [];
        if (untrusted is null)
        {
            budget.LeaveOut(offsets.Length);
        }
        else
        {
            functions = ElfFunctions.TryOpen(untrusted)?.Find(offsets, budget) ?? [];
        }

        return ranges.Select(range => Describe(range, offsets, functions, budget));
    }

    /// <summary>Describes ranges without the names of functions.</summary>
    public static IEnumerable<NativeMapping> Describe(IEnumerable<NeededCode> ranges) =>
        ranges.Select(range => Describe(range.Mapped));

    private static NativeMapping Describe(in MappedCode mapped) =>
        new(mapped.Start, mapped.End, mapped.Offset, mapped.Path);

    private static NativeMapping Describe(
        in NeededCode range, ulong[] offsets, ElfFunction?[] functions, NamingBudget budget)
    {
        HashSet<ElfFunction> taken = [];
        foreach (ulong offset in functions.Length > 0 ? range.Offsets : [])
        {
            if (functions[Array.BinarySearch(offsets, offset)] is { } function && !taken.Contains(function))
            {
                if (budget.TryTakeName(function.Name.Length))
                {
                    taken.Add(function);
                }
                else
                {
                    budget.LeaveOut(1);
                }
            }
        }

        ulong bias = range.Bias;
        return Describe(range.Mapped) with
        {
            Functions =
            [
                .. taken.Select(one => new NativeFunction(
                        unchecked(one.Offset + bias), unchecked(one.Offset + one.Bytes + bias), one.Name))
                    .OrderBy(one => one.Start),
            ],
        };
    }
}
