using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Contrail.Processes;

/// <summary>
/// Opens the files of a folder for a caller that must not read others. The kernel resolves the path, so that neither
/// <c>..</c> nor a symbolic link leads out of the folder, also if they change meanwhile.
/// </summary>
internal static class ConfinedFolder
{
    private const int NoEntry = 2;
    private const int AccessDenied = 13;
    private const int CrossesFolder = 18;
    private const int NoDirectory = 20;
    private const int NameTooLong = 36;
    private const int TooManyLinks = 40;
    private const string Outside = "the path leads out of the folder; specify a file that is in it";

    /// <summary>Opens a regular file for reading.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="untrustedPath">The path in it.</param>
    /// <param name="maxBytes">The maximum size.</param>
    /// <exception cref="FileNotFoundException">No such file.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    /// <exception cref="IOException">No such file in the folder, no regular file, or a larger one.</exception>
    public static FileStream Open(string folder, string untrustedPath, long maxBytes)
    {
        if (untrustedPath.Contains('\0', StringComparison.Ordinal))
        {
            throw new FileNotFoundException();
        }

        using SafeFileHandle root = Valid(OpenAt2.Open(folder, OpenAt2.PathOnly));
        using SafeFileHandle place = Valid(OpenAt2.Open(
            root, untrustedPath, OpenAt2.PathOnly, OpenAt2.NoMagicLinks | OpenAt2.Beneath));
        if (SocketFile.Of(place) is not { Kind: SocketFileKind.Regular })
        {
            throw new IOException("this is no regular file; specify a trace file");
        }

        SafeFileHandle file = Valid(OpenAt2.Reopen(place));
        try
        {
            long bytes = RandomAccess.GetLength(file);
            return bytes <= maxBytes
                ? new FileStream(file, FileAccess.Read)
                : throw new IOException(
                    $"the file is larger than {maxBytes >> 20} MiB ({bytes >> 20} MiB); cut it: contrail cut");
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static SafeFileHandle Valid(SafeFileHandle opened)
    {
        int error = Marshal.GetLastPInvokeError();
        if (!opened.IsInvalid)
        {
            return opened;
        }

        opened.Dispose();
        throw error switch
        {
            NoEntry or NoDirectory or NameTooLong => new FileNotFoundException(),
            AccessDenied => new UnauthorizedAccessException(),
            CrossesFolder or TooManyLinks => new IOException(Outside),
            _ => new IOException($"the file cannot be opened: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }
}
