using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>What is said when a file cannot be read, in one line with what to do next.</summary>
internal static class FileFault
{
    private const int MaxChars = 1_000;

    /// <summary>The code of a file that ends before anything of it can be read.</summary>
    public const string Truncated = "truncated";

    private const string UnsupportedVersion = "unsupportedVersion";

    /// <summary>More than the largest limit of memory that anybody records with.</summary>
    private const long MaxSavedBytes = 8L << 30;

    /// <summary>The name that stands for standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>
    /// The same as <see cref="Guard"/> with a file that can be read twice: what comes through a pipe is saved first,
    /// in a temporary file that is deleted when this returns.
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
    /// Opens the file, <c>-</c> for standard input, and runs with it; what goes wrong with the file is reported, and is
    /// a failure.
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
                path, "notFound", "there is no such file; look for it with ls, or take a snapshot: contrail record");
        }
        catch (UnauthorizedAccessException) when (Directory.Exists(path))
        {
            return faults.Refuse(path, "directory", "this is a directory; name one of the files in it");
        }
        catch (UnauthorizedAccessException)
        {
            return faults.Refuse(
                path, "accessDenied", "you may not read it; ask its owner, or run this as the same user");
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
            // At once: whatever ends this process, its file is gone with it.
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
    /// Damage of a file of which a view has shown what is before it. The exit code is that of a failure, because what
    /// the view shows is not all.
    /// </summary>
    public static int Damaged(TextWriter error, string path, long offset, string fault) => Report(
        error, path, $"damaged at byte {NumberFormat.Count(offset)}: {fault}; only what is before that is shown");

    /// <summary>It is no file that can be read: the fault, and what might help.</summary>
    public static int Refuse(FaultOutput faults, string path, string fault)
    {
        (string code, string next) = fault switch
        {
            "it is empty" => ("empty", "nothing was ever written to it; take a snapshot: contrail record"),
            _ when fault.StartsWith("a Go ", StringComparison.Ordinal) =>
                (UnsupportedVersion, "open it with the go tool trace of its release"),
            "no generation of it is whole" => (Truncated, "nothing of it can be opened; take a longer trace"),
            _ when fault.StartsWith("nettrace ", StringComparison.Ordinal) =>
                (UnsupportedVersion, "a newer Contrail or PerfView may open it"),
            _ when fault.StartsWith("NetPerf", StringComparison.Ordinal) =>
                ("unsupportedFormat", "open it with PerfView"),
            _ when fault.StartsWith("the file ends", StringComparison.Ordinal) =>
                (Truncated, "nothing was recorded by then; the process may have died, take another snapshot"),
            _ => ("notATrace", "name a .nettrace file or a Go trace, as contrail record writes them"),
        };
        return faults.Refuse(path, code, $"{fault}; {next}");
    }

    public static int Report(TextWriter error, string path, string why)
    {
        error.WriteLine($"{TerminalSanitizer.Clean(path, MaxChars)}: {TerminalSanitizer.Clean(why, MaxChars)}");
        return ExitCodes.Failed;
    }
}
