using System.Diagnostics;
using Contrail.Processes;
using Contrail.Storage;

namespace Contrail.Agent.Keeping;

/// <summary>
/// The open index of a folder. One process at a time has it open: others wait, and continue without it if that takes
/// long. Not thread-safe.
/// </summary>
internal sealed class SnapshotIndex : IDisposable
{
    /// <summary>The name of the file in the folder.</summary>
    public const string FileName = "contrail-index.jsonl";

    /// <summary>The maximum size that is read: four times that of the maximum number of usual lines.</summary>
    public const int MaxBytes = 8 << 20;

    /// <summary>Between two attempts to lock the file: a lock cannot be awaited.</summary>
    private const int MillisecondsBetween = 20;

    /// <summary>EAGAIN: another process has the lock.</summary>
    private const int WouldBlock = 11;

    private readonly string _path;
    private readonly FileStream _file;

    private SnapshotIndex(string path, FileStream file)
    {
        _path = path;
        _file = file;
        long length = RandomAccess.GetLength(file.SafeFileHandle);
        byte[] bytes = new byte[(int)Math.Min(length, MaxBytes)];
        long first = length - bytes.Length;
        int count = 0;
        for (int read = 1; read > 0 && count < bytes.Length; count += read)
        {
            read = RandomAccess.Read(file.SafeFileHandle, bytes.AsSpan(count), first + count);
        }

        Content = IndexContent.Read(bytes.AsSpan(0, count), isCut: first > 0);
    }

    /// <summary>What it contained when it was opened.</summary>
    public IndexContent Content { get; }

    /// <summary>Opens the index, and creates it if there is none; null if that is not possible.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="ownUid">The user of this process; an index of another user, or of an unknown one, is not
    /// opened.</param>
    /// <param name="patience">How long another process may have it open.</param>
    /// <param name="problem">Why it was not opened.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">No permission.</exception>
    public static SnapshotIndex? TryOpen(string folder, uint? ownUid, TimeSpan patience, out KeepingProblem problem)
    {
        string path = Path.Combine(folder, FileName);
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            // Checked before too, so that nothing is created through a symbolic link.
            if (SocketFile.Of(path) is { } present && !IsOwn(present, ownUid))
            {
                problem = KeepingProblem.ForeignIndex;
                return null;
            }

            if (TryLock(path) is { } file)
            {
                // The process that had the lock may have replaced the file.
                if (IsAt(path, file, ownUid))
                {
                    problem = KeepingProblem.None;
                    return Read(path, file);
                }

                file.Dispose();
            }

            if (Stopwatch.GetElapsedTime(start) >= patience)
            {
                problem = KeepingProblem.IndexInUse;
                return null;
            }

            Thread.Sleep(MillisecondsBetween);
        }
    }

    /// <summary>Appends lines in one write.</summary>
    /// <exception cref="IOException">They cannot be written; the file is as before.</exception>
    public void Append(IEnumerable<KeptSnapshot> snapshots)
    {
        byte[] end = Content.EndsInLine ? [] : "\n"u8.ToArray();
        byte[] lines = [.. end, .. snapshots.SelectMany(IndexJson.Line)];
        long length = RandomAccess.GetLength(_file.SafeFileHandle);
        try
        {
            RandomAccess.Write(_file.SafeFileHandle, lines, length);
        }
        catch (IOException)
        {
            // The disk is full: a part of a line may be there.
            RandomAccess.SetLength(_file.SafeFileHandle, length);
            throw;
        }
    }

    /// <summary>Replaces the file. Others can open the new one at once, so this is the last use.</summary>
    /// <exception cref="IOException">It cannot be replaced; the file is as before.</exception>
    public void Replace(IEnumerable<KeptSnapshot> snapshots)
    {
        byte[] lines = [.. snapshots.SelectMany(IndexJson.Line)];
        AtomicFile.Write(_path, overwrite: true, lines.Length, file =>
        {
            RandomAccess.Write(file.SafeFileHandle, lines, 0);
            return true;
        });
    }

    /// <summary>Closes the file, which releases the lock.</summary>
    public void Dispose() => _file.Dispose();

    private static SnapshotIndex Read(string path, FileStream file)
    {
        try
        {
            return new SnapshotIndex(path, file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private static FileStream? TryLock(string path)
    {
        FileStreamOptions options = new()
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            return new FileStream(path, options);
        }
        catch (IOException failure) when (failure.HResult == WouldBlock)
        {
            return null;
        }
    }

    private static bool IsAt(string path, FileStream file, uint? ownUid) =>
        SocketFile.Of(path) is { } present && IsOwn(present, ownUid)
        && SocketFile.Of(file.SafeFileHandle) is { } opened && opened.Identity == present.Identity;

    private static bool IsOwn(SocketFile file, uint? ownUid) =>
        file.Kind == SocketFileKind.Regular && file.OwnerUid is { } owner && owner == ownUid;
}
