using Contrail.Tool.Foreground;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Opens a file for a command, and reports why it cannot be opened or read.</summary>
internal static class FileGuard
{
    /// <summary>Larger than any usual memory limit of a recording.</summary>
    private const long MaxSavedBytes = 8L << 30;

    /// <summary>The file name for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// Like <see cref="Open"/>, with a seekable file: input from a pipe is first saved to a temporary file, which is
    /// deleted before this method returns.
    /// </summary>
    public static int OpenSeekable(string path, FaultOutput faults, Func<InputStream, int> run) =>
        Open(path, faults, stream =>
        {
            if (stream.CanSeek)
            {
                return run(stream);
            }

            using FileStream saved = Save(stream);
            stream.EndProgress();
            using InputStream input = new(saved, ProgressOf(faults));
            return run(input);
        });

    /// <summary>
    /// Opens the file, or standard input for <c>-</c>, and runs the action; errors of the file are reported and return
    /// the exit code for a failure.
    /// </summary>
    public static int Open(string path, FaultOutput faults, Func<InputStream, int> run)
    {
        try
        {
            // A view reads the file once, from start to end.
            FileStream file =
                new(NameOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using InputStream input = new(file, ProgressOf(faults));
            return run(input);
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException
            || (failure is ArgumentException && !File.Exists(path)))
        {
            return faults.Refuse(
                path, "notFound", "the file does not exist; check the path, or take a snapshot: contrail record");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return faults.Refuse(path, "directory", "this is a directory; specify a file in it");
        }
        catch (UnauthorizedAccessException)
        {
            return faults.Refuse(
                path, "accessDenied", "permission denied; run contrail as the owner of the file, or get read access");
        }
        catch (IOException failure)
        {
            return faults.Refuse(path, "unreadable", failure.Message);
        }
    }

    // The terminal can be in use by another process group, for which a background job is not to write.
    private static ReadProgress ProgressOf(FaultOutput faults)
    {
        bool isTerminal = ReferenceEquals(faults.Error, Console.Error)
            && !Console.IsErrorRedirected
            && Terminal.IsForeground(Terminal.Error);
        return new ReadProgress(isTerminal ? faults.Error : null, TimeProvider.System);
    }

    private static string NameOf(string path) => path == StandardInput ? "/dev/stdin" : path;

    private static FileStream Save(Stream pipe)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        string name = Path.Combine(Path.GetTempPath(), $"contrail-{Guid.NewGuid():N}.tmp");
        FileStream saved = new(name, options);
        try
        {
            // Deleted immediately: the system frees the file when this process ends for any reason.
            File.Delete(name);
            Copy(pipe, saved);
            saved.Position = 0;
            return saved;
        }
        catch
        {
            saved.Dispose();
            throw;
        }
    }

    private static void Copy(Stream pipe, FileStream saved)
    {
        byte[] bytes = new byte[128 << 10];
        for (int readBytes; (readBytes = pipe.Read(bytes)) > 0;)
        {
            if (saved.Length + readBytes > MaxSavedBytes)
            {
                throw new IOException(
                    $"the input is larger than {NumberFormat.Bytes(MaxSavedBytes)}; write it to a file first");
            }

            saved.Write(bytes.AsSpan(0, readBytes));
        }
    }
}
