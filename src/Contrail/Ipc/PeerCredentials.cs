using System.Buffers.Binary;
using System.Net.Sockets;

namespace Contrail.Ipc;

/// <summary>The process at the other end of a Unix socket, as the kernel reports it.</summary>
/// <param name="Pid">Its id in our pid namespace; 0 when it is not visible there.</param>
/// <param name="Uid">The effective user when it connected, or began to listen.</param>
internal readonly record struct PeerCredentials(int Pid, uint Uid)
{
    // Of Linux, where the option's value is the pid, the user and the group.
    private const int SocketLevel = 1;
    private const int PeerCredentialsOption = 17;
    private const int CredentialsBytes = 12;

    /// <summary>Null where the kernel does not report them.</summary>
    public static PeerCredentials? Of(Socket socket)
    {
        try
        {
            Span<byte> credentials = stackalloc byte[CredentialsBytes];
            return OperatingSystem.IsLinux()
                && socket.GetRawSocketOption(SocketLevel, PeerCredentialsOption, credentials) == CredentialsBytes
                ? new PeerCredentials(
                    BinaryPrimitives.ReadInt32LittleEndian(credentials),
                    BinaryPrimitives.ReadUInt32LittleEndian(credentials[sizeof(int)..]))
                : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
