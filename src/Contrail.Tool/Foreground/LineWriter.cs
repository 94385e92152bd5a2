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
    private const int WaitingMax = 256;

    private readonly int _descriptor;
    private readonly BlockingCollection<byte[]> _waiting = new(WaitingMax);
    private readonly Thread _thread;
    private int _pendingCount;
    private long _droppedCount;

    /// <param name="descriptor">1 for the standard output, 2 for the standard error.</param>
    public LineWriter(int descriptor)
    {
        _descriptor = descriptor;
        _thread = new Thread(WriteAll) { Name = "Contrail output", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How many texts were dropped, because too many waited or the descriptor could not be written.</summary>
    public long DroppedCount => Interlocked.Read(ref _droppedCount);

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

    /// <summary>Waits until everything is written, but at most that long; returns whether it was.</summary>
    public bool Finish(TimeSpan longest)
    {
        _waiting.CompleteAdding();
        return _thread.Join(longest);
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
        foreach (byte[] text in _waiting.GetConsumingEnumerable())
        {
            byte[] left = text;
            nint written;
            while (left.Length > 0 && (written = Write(_descriptor, left, left.Length)) > 0)
            {
                left = left[(int)written..];
            }

            if (left.Length > 0)
            {
                Interlocked.Increment(ref _droppedCount);
            }

            Interlocked.Decrement(ref _pendingCount);
        }
    }

    [DllImport("libc", EntryPoint = "write")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern nint Write(int descriptor, byte[] bytes, nint count);
}
