namespace Contrail.Processes;

/// <summary>The types of file that are distinguished where a socket is expected.</summary>
internal enum SocketFileKind
{
    Other,
    Socket,
    Regular,
    SymbolicLink,
}
