using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Processes;

/// <summary>The file at a path; a symbolic link is not followed.</summary>
/// <param name="Kind">The type of the file.</param>
/// <param name="OwnerUid">Its owner; null where the C library cannot report it.</param>
internal readonly record struct SocketFile(SocketFileKind Kind, uint? OwnerUid)
{
    // The layout of struct statx, the same on every architecture of Linux.
    private const int StatxBytes = 256;
    private const int OwnerOffset = 20;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int SizeOffset = 40;
    private const int DeviceOffset = 136;

    private const int CurrentDirectory = -100;
    private const int NoFollow = 0x100;
    private const int EmptyPath = 0x1000;
    private const uint UsedFields = 0x1 | 0x2 | 0x8 | 0x100 | 0x200;

    private const int TypeMask = 0xF000;
    private const int SocketType = 0xC000;
    private const int LinkType = 0xA000;
    private const int RegularType = 0x8000;

    /// <summary>Its size in bytes; 0 where the C library cannot report it.</summary>
    public long SizeBytes { get; private init; }

    /// <summary>What distinguishes it from every other file: its device and number.</summary>
    public (ulong Device, ulong Inode) Identity { get; private init; }

    /// <summary>Inspects a path; null when nothing is there that can be reached.</summary>
    public static SocketFile? Of(string path)
    {
        byte[] status = new byte[StatxBytes];
        byte[] name = Encoding.UTF8.GetBytes(path + '\0');
        try
        {
            return Statx(CurrentDirectory, name, NoFollow, UsedFields, status) == 0 ? Parse(status) : null;
        }
        catch (Exception missing) when (missing is EntryPointNotFoundException or DllNotFoundException)
        {
            // An old musl. The credentials of the peer are compared in any case, after the connection.
            return File.Exists(path) ? new SocketFile(LinkOrSocket(path), null) : null;
        }
    }

    /// <summary>Inspects what was opened; null where the C library cannot report it.</summary>
    /// <exception cref="EntryPointNotFoundException">An old musl.</exception>
    public static SocketFile? Of(SafeFileHandle opened)
    {
        byte[] status = new byte[StatxBytes];
        int descriptor = (int)opened.DangerousGetHandle();
        return Statx(descriptor, [0], EmptyPath, UsedFields, status) == 0 ? Parse(status) : null;
    }

    private static SocketFile Parse(ReadOnlySpan<byte> status)
    {
        int type = BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeMask;
        SocketFileKind kind = type switch
        {
            SocketType => SocketFileKind.Socket,
            LinkType => SocketFileKind.SymbolicLink,
            RegularType => SocketFileKind.Regular,
            _ => SocketFileKind.Other,
        };
        return new SocketFile(kind, BinaryPrimitives.ReadUInt32LittleEndian(status[OwnerOffset..]))
        {
            SizeBytes = BinaryPrimitives.ReadInt64LittleEndian(status[SizeOffset..]),
            Identity = (
                BinaryPrimitives.ReadUInt64LittleEndian(status[DeviceOffset..]),
                BinaryPrimitives.ReadUInt64LittleEndian(status[InodeOffset..])),
        };
    }

    private static SocketFileKind LinkOrSocket(string path) =>
        new FileInfo(path).LinkTarget is null ? SocketFileKind.Socket : SocketFileKind.SymbolicLink;

    [DllImport("libc", EntryPoint = "statx")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Statx(int directory, byte[] path, int flags, uint mask, [Out] byte[] status);
}
