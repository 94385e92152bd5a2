using System.Buffers.Binary;
using Contrail.Machine.Names;
using Contrail.Processes;

namespace Contrail.Machine.Bursts;

/// <summary>
/// Finds the frames of a blocked thread whose innermost function has no frame pointer, such as a wait of glibc on
/// Debian. That function keeps its caller's frame pointer on the stack: the first word that is the address of a chain
/// of frames with return addresses in code. The innermost caller is not found, as its frame has the return address of
/// the next. An old value that was left on the stack can be taken for it.
/// </summary>
/// <param name="code">The executable mappings of the process, in ascending order.</param>
internal sealed class StackSearch(IReadOnlyList<(ulong Start, ulong End)> code)
{
    /// <summary>A chain with fewer links within the copied part may be a coincidence.</summary>
    private const int MinLinks = 2;

    /// <summary>The largest distance of two frames.</summary>
    private const ulong MaxFrameBytes = 1 << 20;

    /// <summary>A search in the code that a process has now.</summary>
    public static StackSearch Of(int pid) => new(
    [
        .. ProcMappings.CodeLines($"/proc/{pid}/maps")
            .Select(line => MappedCode.TryParse(line, out MappedCode code) ? code : default)
            .Where(code => code.End > 0)
            .Select(code => (code.Start, code.End))
            .OrderBy(range => range.Start),
    ]);

    /// <summary>Finds return addresses, innermost first, and returns how many.</summary>
    /// <param name="untrusted">The innermost part of the stack.</param>
    /// <param name="pointer">Its address.</param>
    /// <param name="frames">Where they go.</param>
    public int Find(ReadOnlySpan<byte> untrusted, ulong pointer, Span<ulong> frames)
    {
        for (int offset = 0; offset + sizeof(ulong) <= untrusted.Length; offset += sizeof(ulong))
        {
            ulong frame = WordAt(untrusted, offset);
            if (frame > unchecked(pointer + (ulong)offset)
                && Follow(untrusted, pointer, frame, frames) is var count and > 0)
            {
                return count;
            }
        }

        return 0;
    }

    // 0 if it is no chain.
    private int Follow(ReadOnlySpan<byte> stack, ulong pointer, ulong frame, Span<ulong> frames)
    {
        int count = 0;
        while (count < frames.Length && TryRead(stack, pointer, frame, out ulong next, out ulong returnsTo))
        {
            if (!IsCode(returnsTo))
            {
                return 0;
            }

            frames[count++] = returnsTo;
            if (next == 0)
            {
                // The root of a thread.
                return count;
            }

            if (next <= frame || next - frame > MaxFrameBytes)
            {
                return 0;
            }

            frame = next;
        }

        return count >= MinLinks ? count : 0;
    }

    private static bool TryRead(
        ReadOnlySpan<byte> stack, ulong pointer, ulong frame, out ulong next, out ulong returnsTo)
    {
        (next, returnsTo) = (0, 0);
        ulong offset = unchecked(frame - pointer);
        if (frame < pointer || frame % sizeof(ulong) != 0 || stack.Length < 2 * sizeof(ulong)
            || offset > (ulong)(stack.Length - (2 * sizeof(ulong))))
        {
            return false;
        }

        next = WordAt(stack, (int)offset);
        returnsTo = WordAt(stack, (int)offset + sizeof(ulong));
        return true;
    }

    private bool IsCode(ulong address)
    {
        int low = 0;
        int high = code.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (code[middle].End > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < code.Count && code[low].Start <= address;
    }

    private static ulong WordAt(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
