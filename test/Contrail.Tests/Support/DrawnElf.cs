using System.Buffers.Binary;
using System.Text;

namespace Contrail.Tests.Support;

/// <summary>An ELF file with a symbol table, in a temporary file; each number in it can be any.</summary>
internal sealed class DrawnElf
{
    public const int FirstCode = 0x1000;

    private const int SymbolsOffset = 0x200;
    private const int SymbolBytes = 24;

    /// <summary>The segment's offset in the file, its bytes in the file, and its address.</summary>
    public (ulong Offset, ulong Bytes, ulong Address) Segment { get; init; } = (FirstCode, 1 << 20, FirstCode);

    /// <summary>Functions: address, bytes and name.</summary>
    public IReadOnlyList<(ulong Address, ulong Bytes, string Name)> Functions { get; init; } = [];

    /// <summary>The offset of the symbols; null for the true one.</summary>
    public ulong? DeclaredSymbols { get; init; }

    /// <summary>The offset of the names; null for the true one.</summary>
    public ulong? DeclaredNames { get; init; }

    /// <summary>The bytes of the symbols; null for the true number.</summary>
    public ulong? DeclaredSymbolBytes { get; init; }

    public byte[] Write()
    {
        byte[] names = [0, .. Functions.SelectMany(one => Encoding.UTF8.GetBytes(one.Name).Append((byte)0))];
        int namesOffset = SymbolsOffset + (Functions.Count * SymbolBytes);
        byte[] file = new byte[namesOffset + names.Length];
        names.CopyTo(file, namesOffset);
        "\u007fELF\u0002\u0001"u8.CopyTo(file);
        Put(file, 0x20, 0x40);
        Put(file, 0x28, 0x100);
        file[0x36] = 56;
        file[0x38] = 1;
        file[0x3A] = 64;
        file[0x3C] = 2;
        file[0x40] = 1;
        Put(file, 0x48, Segment.Offset);
        Put(file, 0x50, Segment.Address);
        Put(file, 0x60, Segment.Bytes);
        file[0x104] = 2;
        Put(file, 0x118, DeclaredSymbols ?? SymbolsOffset);
        Put(file, 0x120, DeclaredSymbolBytes ?? (ulong)(Functions.Count * SymbolBytes));
        file[0x128] = 1;
        Put(file, 0x158, DeclaredNames ?? (ulong)namesOffset);
        PutFunctions(file);
        return file;
    }

    private void PutFunctions(byte[] file)
    {
        int nameIndex = 1;
        for (int index = 0; index < Functions.Count; index++)
        {
            int at = SymbolsOffset + (index * SymbolBytes);
            BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(at), nameIndex);
            file[at + 4] = 2;
            Put(file, at + 8, Functions[index].Address);
            Put(file, at + 16, Functions[index].Bytes);
            nameIndex += Encoding.UTF8.GetByteCount(Functions[index].Name) + 1;
        }
    }

    private static void Put(byte[] file, int at, ulong value) =>
        BinaryPrimitives.WriteUInt64LittleEndian(file.AsSpan(at), value);
}
