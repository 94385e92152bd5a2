using System.Buffers.Binary;

namespace Contrail.Processes;

/// <summary>Recognizes an executable that Go's compiler made.</summary>
internal static class GoProgram
{
    /// <summary>What to do with one, in a sentence.</summary>
    public const string Remedy =
        "record it with --url and the address of its net/http/pprof server, for example --url http://127.0.0.1:6060";

    // ELF of 64 bits: where its section headers are, and what of each of them is needed.
    private const int HeaderBytes = 64;
    private const int SectionTableOffset = 0x28;
    private const int SectionBytesOffset = 0x3A;
    private const int SectionCountOffset = 0x3C;
    private const int NamesIndexOffset = 0x3E;
    private const int SectionHeaderBytes = 64;
    private const int SectionFileOffset = 0x18;
    private const int SectionSizeOffset = 0x20;

    /// <summary>A linker makes some tens of sections, with names of some hundred bytes.</summary>
    private const int MaxSections = 1_000;

    private const int MaxNamesBytes = 64 << 10;

    private static ReadOnlySpan<byte> Magic => "\u007fELF"u8;

    private static ReadOnlySpan<byte> BuildInformation => ".go.buildinfo\0"u8;

    /// <summary>Whether the program of a process is one; false also when it cannot be read.</summary>
    public static bool IsIn(ProcDirectory proc, int pid)
    {
        try
        {
            using FileStream file = new(
                proc.ExecutablePath(pid), FileMode.Open, FileAccess.Read, FileShare.ReadWrite, 0);
            return IsIn(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>The same of the bytes of an executable.</summary>
    internal static bool IsIn(Stream untrusted)
    {
        byte[] header = new byte[HeaderBytes];
        if (untrusted.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) < HeaderBytes
            || !header.AsSpan().StartsWith(Magic))
        {
            return false;
        }

        long table = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(SectionTableOffset));
        int sectionBytes = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(SectionBytesOffset));
        int count = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(SectionCountOffset));
        int namesIndex = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(NamesIndexOffset));
        if (sectionBytes != SectionHeaderBytes || count > MaxSections || namesIndex >= count)
        {
            return false;
        }

        byte[] names = new byte[SectionHeaderBytes];
        long at = unchecked(table + ((long)namesIndex * SectionHeaderBytes));
        if (!TryRead(untrusted, at, names))
        {
            return false;
        }

        long namesOffset = BinaryPrimitives.ReadInt64LittleEndian(names.AsSpan(SectionFileOffset));
        long namesBytes = BinaryPrimitives.ReadInt64LittleEndian(names.AsSpan(SectionSizeOffset));
        byte[] text = new byte[Math.Clamp(namesBytes, 0, MaxNamesBytes)];
        return TryRead(untrusted, namesOffset, text) && text.AsSpan().IndexOf(BuildInformation) >= 0;
    }

    private static bool TryRead(Stream file, long offset, byte[] target)
    {
        if (offset < 0 || offset > file.Length - target.Length)
        {
            return false;
        }

        file.Position = offset;
        return file.ReadAtLeast(target, target.Length, throwOnEndOfStream: false) == target.Length;
    }
}
