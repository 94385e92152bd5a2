using System.Globalization;
using Contrail.Processes;

namespace Contrail.Ipc;

/// <summary>
/// A process as the kernel identifies it. Whatever claims to be its runtime is compared with this before a byte is
/// believed: any user can create a file with the name of its socket.
/// </summary>
/// <param name="Pid">Its id in our pid namespace.</param>
/// <param name="InnermostPid">Its id in its own pid namespace.</param>
/// <param name="Uid">Its effective user.</param>
internal sealed record TargetIdentity(int Pid, int InnermostPid, uint Uid)
{
    private const uint RootUid = 0;

    /// <summary>Why a file is not this process's socket; null when it may be.</summary>
    public string? Refuse(string path, SocketFile file) => file switch
    {
        { Kind: SocketFileKind.SymbolicLink } => $"{path} is a symbolic link",
        { Kind: not SocketFileKind.Socket } => $"{path} is not a socket",
        { OwnerUid: { } owner } when !IsTrusted(owner) =>
            $"{path} belongs to {Named(owner)}, and process {Pid} runs as {Named(Uid)}",
        _ => null,
    };

    /// <summary>Why the listener at a path is not this process; null when the kernel confirms that it is.</summary>
    public string? Refuse(string path, PeerCredentials? listener) => listener switch
    {
        null => $"the kernel does not report which process listens at {path}",
        { Pid: 0 } => $"a process of another pid namespace listens at {path}",
        { Pid: var pid } when pid != Pid => $"process {pid} listens at {path}",
        { Uid: var uid } when !IsTrusted(uid) =>
            $"{Named(uid)} listens at {path}, and process {Pid} runs as {Named(Uid)}",
        _ => null,
    };

    /// <summary>Why a runtime that reports this pid of its own is not this process; null when it is.</summary>
    public string? Refuse(ulong untrustedPid) => untrustedPid == (ulong)InnermostPid
        ? null
        : string.Create(
            CultureInfo.InvariantCulture,
            $"the runtime reports pid {untrustedPid}, and process {Pid} has pid {InnermostPid} in its own namespace");

    // A process that dropped the rights of root after its start listens as root. Root can reach others without
    // deception.
    private bool IsTrusted(uint uid) => uid == Uid || uid == RootUid;

    private static string Named(uint uid) => uid == RootUid ? "root" : $"user {uid}";
}
