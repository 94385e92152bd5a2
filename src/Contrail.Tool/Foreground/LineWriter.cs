using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Writes to a descriptor on a dedicated thread, so that a blocked reader or a stopped or closed terminal cannot block
/// the recorder. Thread-safe.
/// </summary>
/// <remarks>
/// Calls the system directly: the framework's console would reconfigure the terminal, and its streams keep their own
/// file position, which would overwrite the lines of a command that writes to the same file.
/// </remarks>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "The thread may still block in it while the reader is blocked.")]
internal sealed class LineWriter
{
    /// <summary>Maximum number of queued texts while the reader is blocked: enough for hours of snapshots.</summary>
    private const int MaxWaiting = 256;

    private const int Interrupted = 4;
    private const int TryAgain = 11;
    private const short PollOut = 4;
    private const int PollMilliseconds = 100;

    private readonly int _descriptor;
    private readonly BlockingCollection<byte[]> _waiting = new(MaxWaiting);
    private readonly Thread _thread;
    private int _pendingCount;
    private long _droppedCount;
    private int _lastError;
    private volatile bool _isAbandoned;

    /// <param name="descriptor">1 for standard output, 2 for standard error.</param>
    public LineWriter(int descriptor)
    {
        _descriptor = descriptor;
        _thread = new Thread(WriteAll) { Name = "Contrail output", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// The number of texts that were not written completely, because the queue was full or the descriptor could not be
    /// written.
    /// </summary>
    public long DroppedCount => Interlocked.Read(ref _droppedCount);

    /// <summary>The number of queued texts.</summary>
    public int PendingCount => Volatile.Read(ref _pendingCount);

    /// <summary>The last error of the descriptor; null without an error.</summary>
    public string? LastError =>
        Volatile.Read(ref _lastError) is var error and not 0 ? Marshal.GetPInvokeErrorMessage(error) : null;

    /// <summary>Queues a line.</summary>
    public void WriteLine(string line) => Queue(line + "\n");

    /// <summary>Queues a text that is only useful now: it is skipped while other texts are queued.</summary>
    public void WriteIfIdle(string text)
    {
        if (Volatile.Read(ref _pendingCount) == 0)
        {
            Queue(text);
        }
    }

    /// <summary>
    /// Waits at most that long until every text is written or dropped, and returns whether the queue is empty. Later
    /// calls do not wait for a blocked reader.
    /// </summary>
    public bool Finish(TimeSpan longest)
    {
        _waiting.CompleteAdding();
        bool isOver = _thread.Join(longest);
        _isAbandoned = true;
        return isOver;
    }

    private void Queue(string text)
    {
        Interlocked.Increment(ref _pendingCount);
        try
        {
            if (_waiting.TryAdd(Encoding.UTF8.GetBytes(text)))
            {
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // The queue is already completed.
        }

        Interlocked.Decrement(ref _pendingCount);
        Interlocked.Increment(ref _droppedCount);
    }

    private void WriteAll()
    {
        bool isTorn = false;
        foreach (byte[] text in _waiting.GetConsumingEnumerable())
        {
            // Text after a partially written line starts a new line.
            byte[] whole = isTorn ? [(byte)'\n', .. text] : text;
            int writtenBytes = WriteWhole(whole);
            if (writtenBytes < whole.Length)
            {
                Interlocked.Increment(ref _droppedCount);
            }

            isTorn = writtenBytes == 0 ? isTorn : writtenBytes < whole.Length;
            Interlocked.Decrement(ref _pendingCount);
        }
    }

    // Another process that shares the pipe or terminal can have made the descriptor non-blocking.
    private int WriteWhole(byte[] text)
    {
        int writtenBytes = 0;
        while (writtenBytes < text.Length)
        {
            byte[] left = writtenBytes == 0 ? text : text[writtenBytes..];
            nint written = Write(_descriptor, left, left.Length);
            int error = written < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (written > 0)
            {
                writtenBytes += (int)written;
            }
            else if (error == TryAgain)
            {
                if (_isAbandoned)
                {
                    return writtenBytes;
                }

                PollEntry entry = new() { Descriptor = _descriptor, Events = PollOut };
                _ = Poll(ref entry, 1, PollMilliseconds);
            }
            else if (error != Interrupted)
            {
                Volatile.Write(ref _lastError, error);
                return writtenBytes;
            }
        }

        return writtenBytes;
    }

    [DllImport("libc", EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nint count);

    [DllImport("libc", EntryPoint = "poll")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Poll(ref PollEntry entry, nuint count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }
}
