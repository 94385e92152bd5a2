using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>
/// Drains one stream on a dedicated thread until it ends, whatever else fails. A runtime cannot exit while its reader
/// is connected and does not read, so this thread must never pause: a <see cref="Watchdog"/> checks
/// <see cref="AwayFromReadSince"/> and closes the stream.
/// </summary>
/// <remarks>
/// It takes no lock of user code, creates no EventSource, logs nothing, and allocates nothing for each chunk.
/// </remarks>
internal sealed class Pump : IDrain
{
    private readonly IChunkStream _stream;
    private readonly IChunkConsumer _consumer;
    private readonly TimeProvider _time;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _awayFromReadSince;
    private volatile bool _cut;
    private volatile Exception? _failure;

    public Pump(string name, IChunkStream stream, IChunkConsumer consumer, TimeProvider time)
    {
        _time = time;
        _stream = stream;
        _consumer = consumer;
        _thread = new Thread(Run, 256 << 10)
        {
            Name = name,
            IsBackground = true,
            Priority = ThreadPriority.AboveNormal,
        };
    }

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <summary>The failure that ended the pump; null without one.</summary>
    public Exception? Failure => _failure;

    /// <summary>Bytes that wait to be read.</summary>
    public int PendingBytes => _stream.PendingBytes;

    /// <inheritdoc/>
    public bool WasCut => _cut;

    /// <inheritdoc/>
    public TimeSpan PausedFor
    {
        get
        {
            long since = AwayFromReadSince;
            return since == 0 ? TimeSpan.Zero : _time.GetElapsedTime(since);
        }
    }

    /// <summary>Since when it has been doing something other than reading; 0 while it reads.</summary>
    public long AwayFromReadSince => Volatile.Read(ref _awayFromReadSince);

    public void Start() => _thread.Start();

    /// <summary>Ends the stream because of a pause; the loss is the consumer's to count.</summary>
    public void Cut()
    {
        _cut = true;
        _stream.Close();
    }

    /// <summary>Ends the stream and waits for the thread.</summary>
    public void Close()
    {
        _stream.Close();
        if (_thread.IsAlive && Environment.CurrentManagedThreadId != _thread.ManagedThreadId)
        {
            _ended.Task.Wait();
        }
    }

    private void Run()
    {
        try
        {
            Drain();
        }
        catch (Exception failure)
        {
            // The target has priority over any failure: the stream is closed below, and the owner reports the failure.
            _failure = failure;
        }

        Volatile.Write(ref _awayFromReadSince, 0);
        _stream.Close();
        try
        {
            _consumer.Complete(_cut);
        }
        catch (Exception failure)
        {
            _failure ??= failure;
        }

        _ended.SetResult();
    }

    private void Drain()
    {
        while (true)
        {
            Span<byte> room = _consumer.Room();
            Volatile.Write(ref _awayFromReadSince, 0);
            int readBytes = _stream.Read(room);
            Volatile.Write(ref _awayFromReadSince, _time.GetTimestamp());
            if (readBytes == 0 || !_consumer.Advance(readBytes))
            {
                return;
            }
        }
    }
}
