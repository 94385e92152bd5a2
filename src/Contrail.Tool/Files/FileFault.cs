using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reports in one line that a file cannot be read, and what to do next.</summary>
internal static class FileFault
{
    private const int MaxChars = 1_000;

    /// <summary>The code of a file that ends before its first readable part.</summary>
    public const string Truncated = "truncated";

    private const string UnsupportedVersion = "unsupportedVersion";

    /// <summary>Larger than any usual memory limit of a recording.</summary>
    private const long MaxSavedBytes = 8L << 30;

    /// <summary>The file name for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// Like <see cref="Guard"/>, with a seekable file: input from a pipe is first saved to a temporary file, which is
    /// deleted before this method returns.
    /// </summary>
    public static int GuardSeekable(string path, FaultOutput faults, Func<FileStream, int> run) =>
        Guard(path, faults, stream =>
        {
            if (stream.CanSeek)
            {
                return run(stream);
            }

            using FileStream saved = Save(stream);
            return run(saved);
        });

    /// <summary>
    /// Opens the file, or standard input for <c>-</c>, and runs the action; errors of the file are reported and return
    /// the exit code for a failure.
    /// </summary>
    public static int Guard(string path, FaultOutput faults, Func<FileStream, int> run)
    {
        try
        {
            // A view reads the file once, from start to end.
            using FileStream stream =
                new(NameOf(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
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

    private static string NameOf(string path) => path == StandardInput ? "/dev/stdin" : path;

    private static FileStream Save(FileStream pipe)
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

    private static void Copy(FileStream pipe, FileStream saved)
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

    /// <summary>
    /// Reports damage after a view has shown the part before it. Returns the exit code for a failure, because the view
    /// is incomplete.
    /// </summary>
    public static int Damaged(TextWriter error, string path, long offset, string fault) => Report(
        error, path, $"damaged at byte {NumberFormat.Count(offset)}: {fault}; only the part before it is shown");

    /// <summary>Reports that the file is not a readable trace, with the fault and the next step.</summary>
    public static int Refuse(FaultOutput faults, string path, string fault)
    {
        (string code, string next) = fault switch
        {
            "it is empty" => ("empty", "take a new snapshot: contrail record"),
            _ when fault.StartsWith("a Go ", StringComparison.Ordinal) =>
                (UnsupportedVersion, "open it with 'go tool trace' of the same Go version"),
            "it contains no complete generation" => (Truncated, "no part of it can be read; take a longer trace"),
            _ when fault.StartsWith("nettrace ", StringComparison.Ordinal) =>
                (UnsupportedVersion, "try a newer version of Contrail or PerfView"),
            _ when fault.StartsWith("NetPerf", StringComparison.Ordinal) =>
                ("unsupportedFormat", "open it with PerfView"),
            _ when fault.StartsWith("the file ends", StringComparison.Ordinal) =>
                (Truncated, "it contains no event, for example because the process was killed; take another snapshot"),
            _ => ("notATrace", "specify a .nettrace file or a Go trace"),
        };
        return faults.Refuse(path, code, $"{fault}; {next}");
    }

    public static int Report(TextWriter error, string path, string why)
    {
        error.WriteLine($"{TerminalSanitizer.Clean(path, MaxChars)}: {TerminalSanitizer.Clean(why, MaxChars)}");
        return ExitCodes.Failed;
    }
}
