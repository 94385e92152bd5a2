using System.Security.Cryptography;
using System.Text;
using Contrail.Ipc;

namespace Contrail.Launch;

/// <summary>
/// A folder for one socket, with access for its owner only; disposing it deletes the folder and its contents.
/// </summary>
internal sealed class PortFolder : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const string SocketName = "port";

    private readonly string _folder;

    private PortFolder(string folder) => _folder = folder;

    public string SocketPath => Path.Combine(_folder, SocketName);

    /// <summary>Makes one where this user's sockets belong, or in a temporary directory.</summary>
    /// <exception cref="SourceUnavailableException">There is no place for it.</exception>
    public static PortFolder Create() => CreateIn(
        [Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"), Path.GetTempPath(), "/tmp"]);

    /// <summary>The same in the first of these directories that will do.</summary>
    public static PortFolder CreateIn(IReadOnlyList<string?> directories)
    {
        string name = "contrail-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        foreach (string directory in directories.OfType<string>().Where(Directory.Exists))
        {
            string folder = Path.Combine(directory, name);
            if (IsExpressible(Path.Combine(folder, SocketName)) && TryMake(folder))
            {
                return new PortFolder(folder);
            }
        }

        throw new SourceUnavailableException(
            "There is no place for the socket that a command's runtimes connect to; set TMPDIR to a directory that "
            + "can be written, with a short path without ',' and ';'.");
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // Another process has removed it, or the directory is read-only now: an empty folder stays.
        }
    }

    // The variable that contains the path has two separators and no way to quote them.
    private static bool IsExpressible(string socketPath) =>
        Path.IsPathFullyQualified(socketPath)
        && !socketPath.AsSpan().ContainsAny(',', ';')
        && Encoding.UTF8.GetByteCount(socketPath) <= IpcSocket.MaxPathBytes;

    private static bool TryMake(string folder)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, OwnerOnly);
            }

            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
