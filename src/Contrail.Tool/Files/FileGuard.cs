using Contrail.Tool.Foreground;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Opens a file for a command, and reports why it cannot be opened or read.</summary>
internal static class FileGuard
{
    /// <summary>Larger than any usual memory limit of a recording.</summary>
    private const long MaxSavedBytes = 8L << 30;

    /// <summary>
    /// Like <see cref="Open(InputFile, FaultOutput, Func{InputStream, int})"/>, with a seekable file: input from a pipe
    /// is first saved to a temporary file, which is deleted before this method returns.
    /// </summary>
    public static int OpenSeekable(InputFile input, FaultOutput faults, Func<InputStream, int> run) =>
        Open(input, faults, stream =>
        {
            if (stream.CanSeek)
            {
                return run(stream);
            }

            using FileStream saved = Save(stream);
            stream.EndProgress();
            using InputStream whole = new(saved, ProgressOf(faults));
            return run(whole);
        });

    /// <summary>The same for a path, or standard input for <c>-</c>.</summary>
    public static int OpenSeekable(string path, FaultOutput faults, Func<InputStream, int> run) =>
        OpenSeekable(InputFile.At(path), faults, run);

    /// <summary>The same as <see cref="Open(InputFile, FaultOutput, Func{InputStream, int})"/> for a path.</summary>
    public static int Open(string path, FaultOutput faults, Func<InputStream, int> run) =>
        Open(InputFile.At(path), faults, run);

    /// <summary>
    /// Opens the file and runs the action; errors of the file are reported and return the exit code for a failure.
    /// </summary>
    public static int Open(InputFile input, FaultOutput faults, Func<InputStream, int> run)
    {
        string path = input.Name;
        try
        {
            using InputStream stream = new(input.Open(), ProgressOf(faults));
            return run(stream);
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
