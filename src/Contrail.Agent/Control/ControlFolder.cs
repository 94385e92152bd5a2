using System.Globalization;
using System.Text;
using Contrail.Ipc;
using Contrail.Processes;

namespace Contrail.Agent.Control;

/// <summary>
/// The folder of this user with the sockets of running recorders, <c>contrail-UID</c> in the runtime directory or in
/// <c>/tmp</c>. Only its owner may enter it; a folder of another user is not used.
/// </summary>
internal static class ControlFolder
{
    private const string Suffix = ".sock";
    private const string Temporary = "/tmp";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>The path of the socket of a recorder, in a folder that exists; null if there is none.</summary>
    /// <param name="recorderPid">The process id of the recorder.</param>
    public static string? TryPrepare(int recorderPid)
    {
        if (OperatingSystem.IsWindows() || new ProcDirectory().OwnUid() is not { } uid)
        {
            return null;
        }

        string folder = Of(uid);
        try
        {
            Directory.CreateDirectory(folder, OwnerOnly);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }

        string path = Path.Combine(folder, recorderPid.ToString(CultureInfo.InvariantCulture) + Suffix);
        bool isUsable = IsOurs(folder, uid) && Encoding.UTF8.GetByteCount(path) <= IpcSocket.MaxPathBytes;
        return isUsable ? path : null;
    }

    /// <summary>The running recorders of this user that have a socket, with its path.</summary>
    public static IReadOnlyList<(int Pid, string Path)> Recorders()
    {
        if (new ProcDirectory().OwnUid() is not { } uid)
        {
            return [];
        }

        // A service has no runtime directory, and its user's shell has one.
        return
        [
            .. new[] { Of(uid), In(Temporary, uid) }.Distinct().Where(folder => IsOurs(folder, uid))
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*" + Suffix))
                .Select(path => (Pid: PidOf(path), path)).Where(found => found.Pid > 0).OrderBy(found => found.Pid),
        ];
    }

    private static int PidOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int pid) ? pid : 0;
    }

    private static string Of(uint uid)
    {
        // After a change of the user it can be that of another one, who could replace what is in it.
        string? runtime = Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR");
        bool isOwn = runtime is { Length: > 0 } && IsOurs(runtime, uid);
        return In(isOwn ? runtime! : Temporary, uid);
    }

    private static string In(string directory, uint uid) =>
        Path.Combine(directory, "contrail-" + uid.ToString(CultureInfo.InvariantCulture));

    // In /tmp, another user can have made a folder or a link of this name.
    private static bool IsOurs(string folder, uint uid)
    {
        try
        {
            return SocketFile.Of(folder) is { Kind: not SocketFileKind.SymbolicLink, OwnerUid: { } owner }
                && owner == uid && Directory.Exists(folder) && !OperatingSystem.IsWindows()
                && (File.GetUnixFileMode(folder) & ~OwnerOnly) == 0;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
