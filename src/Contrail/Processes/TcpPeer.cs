using System.Globalization;
using System.Net;
using System.Text;

namespace Contrail.Processes;

/// <summary>
/// The other end of a TCP connection, where it is a socket of the same network namespace, as <c>/proc/net/tcp</c> and
/// <c>/proc/net/tcp6</c> list it.
/// </summary>
/// <param name="Inode">The socket; 0 if no process has it.</param>
/// <param name="Uid">Its owner.</param>
internal readonly record struct TcpPeer(ulong Inode, uint Uid)
{
    /// <summary>A line has some 150 bytes: more than 400,000 sockets.</summary>
    private const long MaxTableBytes = 64 << 20;

    private const int MaxLineBytes = 512;

    // After the number of the line: own address, peer's address, state, queues, timer, retransmits, user, timeout.
    private const int OwnIndex = 1;
    private const int PeerIndex = 2;
    private const int UidIndex = 7;
    private const int InodeIndex = 9;

    /// <summary>Finds the other end of a connection of this process; null if it is not listed.</summary>
    /// <param name="own">The address of this end.</param>
    /// <param name="peer">The address of the other end.</param>
    /// <param name="folder">Where the kernel lists sockets.</param>
    public static TcpPeer? Find(IPEndPoint own, IPEndPoint peer, string folder = "/proc/self/net")
    {
        IPAddress ownAddress = Plain(own.Address);
        IPAddress peerAddress = Plain(peer.Address);
        TcpPeer? found = null;
        if (ownAddress.GetAddressBytes().Length == sizeof(uint))
        {
            found = FindIn(
                Path.Combine(folder, "tcp"), TextOf(peerAddress, peer.Port), TextOf(ownAddress, own.Port));
        }

        // A server that listens for both kinds of address has sockets of the longer kind for both.
        return found ?? FindIn(
            Path.Combine(folder, "tcp6"), TextOf(peerAddress.MapToIPv6(), peer.Port),
            TextOf(ownAddress.MapToIPv6(), own.Port));
    }

    /// <summary>An address without the form that an address of four bytes has among those of sixteen.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static TcpPeer? FindIn(string path, string own, string peer)
    {
        using BoundedLines lines = new(path, MaxTableBytes, MaxLineBytes);
        while (lines.TryRead(out ReadOnlySpan<byte> untrusted))
        {
            string[] fields = Encoding.ASCII.GetString(untrusted).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length > InodeIndex && fields[OwnIndex] == own && fields[PeerIndex] == peer
                && uint.TryParse(fields[UidIndex], NumberStyles.None, CultureInfo.InvariantCulture, out uint uid)
                && ulong.TryParse(fields[InodeIndex], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode))
            {
                return new TcpPeer(inode, uid);
            }
        }

        return null;
    }

    // The kernel writes each four bytes of an address as a number of this machine.
    private static string TextOf(IPAddress address, int port)
    {
        StringBuilder text = new();
        byte[] bytes = address.GetAddressBytes();
        for (int index = 0; index < bytes.Length; index += sizeof(uint))
        {
            text.Append(CultureInfo.InvariantCulture, $"{BitConverter.ToUInt32(bytes, index):X8}");
        }

        return text.Append(CultureInfo.InvariantCulture, $":{port:X4}").ToString();
    }
}
