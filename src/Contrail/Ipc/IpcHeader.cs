using System.Buffers.Binary;

namespace Contrail.Ipc;

/// <summary>
/// The twenty bytes before every message: the protocol's name, the size of the whole message, the command set, the
/// command, and two zero bytes. All numbers of the protocol are little endian.
/// </summary>
/// <param name="MessageBytes">The size of the message, these twenty bytes included.</param>
/// <param name="CommandSet">The command set; <see cref="ServerCommandSet"/> in an answer.</param>
/// <param name="CommandId">The command; in an answer <see cref="SuccessId"/> or <see cref="ErrorId"/>.</param>
internal readonly record struct IpcHeader(int MessageBytes, byte CommandSet, byte CommandId)
{
    public const int HeaderBytes = 20;

    /// <summary>The size is a 16-bit number in the header.</summary>
    public const int MaxMessageBytes = ushort.MaxValue;

    public const byte ServerCommandSet = 0xFF;
    public const byte SuccessId = 0x00;
    public const byte ErrorId = 0xFF;

    private const int SizeOffset = 14;
    private const int CommandSetOffset = 16;
    private const int CommandIdOffset = 17;
    private const int ReservedOffset = 18;

    private static ReadOnlySpan<byte> Magic => "DOTNET_IPC_V1\0"u8;

    public int PayloadBytes => MessageBytes - HeaderBytes;

    /// <summary>Reads a header; false when it is short, of another protocol, or smaller than itself.</summary>
    public static bool TryParse(ReadOnlySpan<byte> untrusted, out IpcHeader header)
    {
        header = default;
        if (untrusted.Length < HeaderBytes || !untrusted.StartsWith(Magic))
        {
            return false;
        }

        int declaredBytes = BinaryPrimitives.ReadUInt16LittleEndian(untrusted[SizeOffset..]);
        if (declaredBytes < HeaderBytes)
        {
            return false;
        }

        header = new IpcHeader(declaredBytes, untrusted[CommandSetOffset], untrusted[CommandIdOffset]);
        return true;
    }

    /// <summary>Writes the header into the first twenty bytes of <paramref name="destination"/>.</summary>
    public void Write(Span<byte> destination)
    {
        Magic.CopyTo(destination);
        BinaryPrimitives.WriteUInt16LittleEndian(destination[SizeOffset..], checked((ushort)MessageBytes));
        destination[CommandSetOffset] = CommandSet;
        destination[CommandIdOffset] = CommandId;
        BinaryPrimitives.WriteUInt16LittleEndian(destination[ReservedOffset..], 0);
    }
}
