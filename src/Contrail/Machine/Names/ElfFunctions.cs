using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Machine.Names;

/// <summary>
/// Finds functions in an ELF file of 64 bits: in its symbol table, or where that is stripped in the table of what it
/// exports. The file is the recorded process's, and can contain anything: reads are limited, and never throw.
/// </summary>
/// <remarks>The layout is that of the System V ABI, chapters 4 and 5, and of <c>elf.h</c>.</remarks>
internal sealed class ElfFunctions
{
    private const int HeaderBytes = 64;
    private const int ProgramHeaderBytes = 56;
    private const int SectionHeaderBytes = 64;
    private const int SymbolBytes = 24;
    private const int ChunkSymbols = 1_000;

    /// <summary>A linker makes some tens of each.</summary>
    private const int MaxHeaders = 1_000;

    private const int MaxNameBytes = 1_000;
    private const uint Loaded = 1;
    private const uint SymbolTable = 2;
    private const uint DynamicSymbols = 11;
    private const int Function = 2;
    private const int IndirectFunction = 10;

    private readonly SafeFileHandle _file;
    private readonly List<(ulong Offset, ulong Bytes, ulong Address)> _segments = [];
    private readonly Dictionary<uint, Section> _symbols = [];

    private ElfFunctions(SafeFileHandle file) => _file = file;

    private static ReadOnlySpan<byte> Magic => "\u007fELF\u0002\u0001"u8;

    /// <summary>Reads the headers; null for what is no such file.</summary>
    public static ElfFunctions? TryOpen(SafeFileHandle untrusted)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        ElfFunctions read = new(untrusted);
        return read.TryRead(0, header) && header.StartsWith(Magic) && read.TryReadHeaders(header) ? read : null;
    }

    /// <summary>
    /// The function that contains each of these offsets of the file, null where none does. What the budget does not
    /// allow is counted in it.
    /// </summary>
    /// <param name="offsets">Offsets in the file, each once, in ascending order.</param>
    /// <param name="budget">What may be read and kept.</param>
    public ElfFunction?[] Find(ReadOnlySpan<ulong> offsets, NamingBudget budget)
    {
        ElfFunction?[] found = new ElfFunction?[offsets.Length];
        if (!_symbols.TryGetValue(SymbolTable, out Section table) && !_symbols.TryGetValue(DynamicSymbols, out table))
        {
            return found;
        }

        OpenPlaces open = new(offsets.Length);
        byte[] chunk = new byte[SymbolBytes * ChunkSymbols];
        ulong count = table.Bytes / SymbolBytes;
        bool isAllowed = true;
        for (ulong first = 0; first < count && open.Count > 0 && isAllowed; first += ChunkSymbols)
        {
            Span<byte> symbols = chunk.AsSpan(0, (int)Math.Min(ChunkSymbols, count - first) * SymbolBytes);
            isAllowed = budget.TryTakeSymbols(symbols.Length / SymbolBytes);
            if (isAllowed && !TryRead(Sum(table.Offset, first * SymbolBytes), symbols))
            {
                break;
            }

            for (; isAllowed && symbols.Length >= SymbolBytes; symbols = symbols[SymbolBytes..])
            {
                isAllowed = TryAdd(symbols, table.NamesOffset, offsets, open, found, budget);
            }
        }

        budget.LeaveOut(isAllowed ? 0 : open.Count);
        return found;
    }

    // False if the budget does not allow the name.
    private bool TryAdd(
        ReadOnlySpan<byte> symbol, ulong namesOffset, ReadOnlySpan<ulong> offsets, OpenPlaces open,
        ElfFunction?[] found, NamingBudget budget)
    {
        ulong bytes = BinaryPrimitives.ReadUInt64LittleEndian(symbol[16..]);
        bool isFunction = (symbol[4] & 0xF) is Function or IndirectFunction && bytes > 0;
        if (!isFunction || OffsetOf(BinaryPrimitives.ReadUInt64LittleEndian(symbol[8..])) is not { } offset)
        {
            return true;
        }

        int index = offsets.BinarySearch(offset);
        index = open.From(index < 0 ? ~index : index);
        if (index == offsets.Length || offsets[index] - offset >= bytes)
        {
            return true;
        }

        string name = NameAt(Sum(namesOffset, BinaryPrimitives.ReadUInt32LittleEndian(symbol)));
        if (!budget.TryTakeName(name.Length))
        {
            return false;
        }

        ElfFunction function = new(offset, bytes, name);
        for (; index < offsets.Length && offsets[index] - offset < bytes; index = open.From(index))
        {
            found[index] = function;
            open.Close(index);
        }

        return true;
    }

    private bool TryReadHeaders(ReadOnlySpan<byte> header)
    {
        ulong programs = BinaryPrimitives.ReadUInt64LittleEndian(header[0x20..]);
        ulong sections = BinaryPrimitives.ReadUInt64LittleEndian(header[0x28..]);
        int programCount = BinaryPrimitives.ReadUInt16LittleEndian(header[0x38..]);
        int sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(header[0x3C..]);
        bool isExpected = BinaryPrimitives.ReadUInt16LittleEndian(header[0x36..]) == ProgramHeaderBytes
            && BinaryPrimitives.ReadUInt16LittleEndian(header[0x3A..]) == SectionHeaderBytes
            && programCount <= MaxHeaders && sectionCount <= MaxHeaders;
        return isExpected && TryReadSegments(programs, programCount) && TryReadSections(sections, sectionCount);
    }

    private bool TryReadSegments(ulong at, int count)
    {
        byte[] headers = new byte[count * ProgramHeaderBytes];
        bool isRead = TryRead(at, headers);
        for (int index = 0; isRead && index < count; index++)
        {
            ReadOnlySpan<byte> one = headers.AsSpan(index * ProgramHeaderBytes, ProgramHeaderBytes);
            if (BinaryPrimitives.ReadUInt32LittleEndian(one) == Loaded)
            {
                _segments.Add((
                    BinaryPrimitives.ReadUInt64LittleEndian(one[8..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(one[32..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(one[16..])));
            }
        }

        return isRead;
    }

    private bool TryReadSections(ulong at, int count)
    {
        byte[] headers = new byte[count * SectionHeaderBytes];
        bool isRead = TryRead(at, headers);
        for (int index = 0; isRead && index < count; index++)
        {
            ReadOnlySpan<byte> one = headers.AsSpan(index * SectionHeaderBytes, SectionHeaderBytes);
            uint kind = BinaryPrimitives.ReadUInt32LittleEndian(one[4..]);
            uint names = BinaryPrimitives.ReadUInt32LittleEndian(one[0x28..]);
            if (kind is SymbolTable or DynamicSymbols && names < count)
            {
                ReadOnlySpan<byte> texts = headers.AsSpan((int)names * SectionHeaderBytes, SectionHeaderBytes);
                _symbols[kind] = new Section(
                    BinaryPrimitives.ReadUInt64LittleEndian(one[0x18..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(one[0x20..]),
                    BinaryPrimitives.ReadUInt64LittleEndian(texts[0x18..]));
            }
        }

        return isRead;
    }

    private ulong? OffsetOf(ulong address)
    {
        foreach ((ulong offset, ulong bytes, ulong start) in _segments)
        {
            if (address >= start && address - start < bytes)
            {
                return Sum(offset, address - start);
            }
        }

        return null;
    }

    private string NameAt(ulong offset)
    {
        Span<byte> bytes = stackalloc byte[MaxNameBytes];
        int readBytes = Read(offset, bytes);
        int end = bytes[..readBytes].IndexOf((byte)0);
        return Encoding.UTF8.GetString(bytes[..(end < 0 ? readBytes : end)]);
    }

    // Where a sum is beyond all offsets, nothing can be read.
    private static ulong Sum(ulong offset, ulong bytes) =>
        bytes > ulong.MaxValue - offset ? ulong.MaxValue : offset + bytes;

    private bool TryRead(ulong offset, Span<byte> target) => Read(offset, target) == target.Length;

    private int Read(ulong offset, Span<byte> target)
    {
        try
        {
            return offset > long.MaxValue ? 0 : RandomAccess.Read(_file, target, (long)offset);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return 0;
        }
    }

    private readonly record struct Section(ulong Offset, ulong Bytes, ulong NamesOffset);
}
