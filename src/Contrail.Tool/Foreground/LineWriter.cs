using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace Contrail.Tool.Foreground;

/// <summary>
/// Writes to a descriptor on a thread of its own, so that a reader that does not read, a stopped terminal or one that
/// has gone cannot hold the recorder. Safe from any thread.
/// </summary>
/// <remarks>
/// It calls the system directly: the framework's console would set the terminal up for itself, and its streams have a
/// position of their own in a file, which would overwrite the lines of a command that writes to the same file.
/// </remarks>
[SuppressMessage(
    "Reliability", "CA1001", Justification = "The thread may still wait in it when a reader does not read.")]
internal sealed class LineWriter
{
    /// <summary>What waits when a reader does not read: enough for hours of snapshots.</summary>
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

    /// <param name="descriptor">1 for the standard output, 2 for the standard error.</param>
    public LineWriter(int descriptor)
    {
        _descriptor = descriptor;
        _thread = new Thread(WriteAll) { Name = "Contrail output", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// The number of texts that were not written, or not whole, because too many waited or the descriptor could not be
    /// written.
    /// </summary>
    public long DroppedCount => Interlocked.Read(ref _droppedCount);

    /// <summary>The number of texts that still wait to be written.</summary>
    public int PendingCount => Volatile.Read(ref _pendingCount);

    /// <summary>Why the descriptor could not be written the last time; null if that did not happen.</summary>
    public string? LastError =>
        Volatile.Read(ref _lastError) is var error and not 0 ? Marshal.GetPInvokeErrorMessage(error) : null;

    /// <summary>Queues a line.</summary>
    public void WriteLine(string line) => Queue(line + "\n");

    /// <summary>Queues a text that matters only now: it is left out while anything waits.</summary>
    public void WriteIfIdle(string text)
    {
        if (Volatile.Read(ref _pendingCount) == 0)
        {
            Queue(text);
        }
    }

    /// <summary>
    /// Waits until every text is written or dropped, but at most that long; returns whether none is left. After that a
    /// reader that does not read is not waited for.
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
            // It is finished already.
        }

        Interlocked.Decrement(ref _pendingCount);
        Interlocked.Increment(ref _droppedCount);
    }

    private void WriteAll()
    {
        bool isTorn = false;
        foreach (byte[] text in _waiting.GetConsumingEnumerable())
        {
            // What follows a torn line begins a line of its own.
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

    // A descriptor may be non-blocking: whoever shares the pipe or the terminal can have made it so.
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
