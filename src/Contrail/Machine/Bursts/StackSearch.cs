using System.Buffers.Binary;
using Contrail.Machine.Names;
using Contrail.Processes;

namespace Contrail.Machine.Bursts;

/// <summary>
/// Finds the frames of a blocked thread whose innermost function has no frame pointer, such as a wait of glibc on
/// Debian. That function keeps its caller's frame pointer on the stack: the first word that is the address of a chain
/// of frames with return addresses in code. The innermost caller is not found, as its frame has the return address of
/// the next. An old value that was left on the stack can be taken for it. Used by one thread.
/// </summary>
/// <param name="read">Reads the executable mappings of the process, in ascending order.</param>
internal sealed class StackSearch(Func<IReadOnlyList<(ulong Start, ulong End)>> read)
{
    /// <summary>A chain with fewer links within the copied part may be a coincidence.</summary>
    private const int MinLinks = 2;

    /// <summary>A runtime maps more code while it compiles.</summary>
    private const long ReadEveryNs = 500_000_000;

    /// <summary>The largest user address of x64.</summary>
    private const ulong MaxAddress = 1UL << 47;

    /// <summary>The kernel maps nothing below.</summary>
    private const ulong MinAddress = 64 << 10;

    /// <summary>The largest distance of two frames.</summary>
    private const ulong MaxFrameBytes = 1 << 20;

    private IReadOnlyList<(ulong Start, ulong End)> _code = read();
    private long? _readNs;

    /// <summary>A search in the code that a process has now.</summary>
    public static StackSearch Of(int pid) => new(() =>
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
    /// <param name="timeNs">When it was copied.</param>
    /// <param name="frames">Where they go.</param>
    public int Find(ReadOnlySpan<byte> untrusted, ulong pointer, long timeNs, Span<ulong> frames)
    {
        _readNs ??= timeNs;
        if (timeNs - _readNs > ReadEveryNs)
        {
            (_code, _readNs) = (read(), timeNs);
        }

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
        int knownCount = 0;
        while (count < frames.Length && TryRead(stack, pointer, frame, out ulong next, out ulong returnsTo))
        {
            bool isKnown = IsCode(returnsTo);
            if (!isKnown && !CanBeCode(returnsTo, pointer))
            {
                return 0;
            }

            frames[count++] = returnsTo;
            knownCount += isKnown ? 1 : 0;
            if (next == 0)
            {
                // The root of a thread.
                return knownCount > 0 ? count : 0;
            }

            if (next <= frame || next - frame > MaxFrameBytes)
            {
                return 0;
            }

            frame = next;
        }

        return knownCount >= MinLinks ? count : 0;
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

    // Code that was compiled since the mappings were read is not in them.
    private static bool CanBeCode(ulong address, ulong pointer) =>
        address is >= MinAddress and < MaxAddress && unchecked(address - pointer) > MaxFrameBytes;

    private bool IsCode(ulong address)
    {
        int low = 0;
        int high = _code.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_code[middle].End > address)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < _code.Count && _code[low].Start <= address;
    }

    private static ulong WordAt(ReadOnlySpan<byte> bytes, int offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);
}
