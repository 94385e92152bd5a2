namespace Contrail.Ipc;

/// <summary>What answers in a process's name is not that process.</summary>
internal sealed class UntrustedPeerException : IOException
{
    public UntrustedPeerException(string message)
        : base(message)
    {
    }
}
