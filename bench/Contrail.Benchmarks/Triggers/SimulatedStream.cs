using Contrail.Benchmarks.Captures;
using Contrail.Sources;

namespace Contrail.Benchmarks.Triggers;

/// <summary>
/// Some seconds of a process again and again, at regular moments of a simulated time: the next ones when a snapshot was
/// taken because of those before. Thread-safe.
/// </summary>
internal sealed class SimulatedStream : IDrain
{
    /// <summary>A snapshot that takes longer is not waited for: what was observed shared the one before.</summary>
    private static readonly TimeSpan MaxWait = TimeSpan.FromMilliseconds(500);

    private readonly IChunkConsumer _consumer;
    private readonly SemaphoreSlim _taken;
    private readonly RepeatedCapture _capture;
    private readonly MemoryStream _bytes = new();
    private readonly TaskCompletionSource _ended = new();
    private readonly Thread _thread;
    private readonly long _ticksBetween;
    private volatile bool _isClosed;
    private volatile Exception? _failure;

    /// <param name="capture">A stream of some seconds.</param>
    /// <param name="between">The simulated time from one to the next, at least that of the capture.</param>
    /// <param name="taken">Released for each snapshot.</param>
    /// <param name="consumer">Receives the stream.</param>
    public SimulatedStream(byte[] capture, TimeSpan between, SemaphoreSlim taken, IChunkConsumer consumer)
    {
        _capture = new RepeatedCapture(capture, _bytes);
        _ticksBetween = Math.Max(_capture.SpanTicks, (long)between.TotalNanoseconds);
        _taken = taken;
        _consumer = consumer;
        _thread = new Thread(Run) { Name = "simulated stream", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc/>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public Exception? Failure => _failure;

    /// <inheritdoc/>
    public bool WasCut => false;

    /// <inheritdoc/>
    public int PendingBytes => 0;

    /// <inheritdoc/>
    public TimeSpan PausedFor => TimeSpan.Zero;

    /// <inheritdoc/>
    public void Close()
    {
        _isClosed = true;
        _thread.Join();
    }

    private void Run()
    {
        try
        {
            for (long later = 0; !_isClosed; later += _ticksBetween)
            {
                _bytes.SetLength(0);
                _capture.WriteAgain(later);
                Feed(_bytes.GetBuffer().AsSpan(0, (int)_bytes.Length));
                _taken.Wait(MaxWait);
            }
        }
        catch (Exception failure)
        {
            _failure = failure;
        }

        _ended.SetResult();
    }

    private void Feed(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            Span<byte> room = _consumer.Room();
            int length = Math.Min(room.Length, bytes.Length);
            bytes[..length].CopyTo(room);
            bytes = bytes[length..];
            if (!_consumer.Advance(length))
            {
                throw new InvalidOperationException("The stream is not recorded.");
            }
        }
    }
}
