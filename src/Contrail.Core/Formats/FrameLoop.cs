using Contrail.Core.Bytes;

namespace Contrail.Core.Formats;

/// <summary>
/// The only loop over the frames of a stream that arrives in chunks cut at any byte: buffers the chunks, splits them,
/// and passes each frame to a consumer. Holds one frame at a time, allocates nothing for a frame, and never throws
/// because of the bytes. Not thread-safe.
/// </summary>
internal sealed class FrameLoop
{
    /// <summary>Several of the largest frames that runtimes write, and more than a socket buffer.</summary>
    private const int BufferBytes = 256 << 10;

    private readonly IFrameSplitter _splitter;
    private readonly IFrameConsumer _consumer;
    private readonly FillBuffer _buffer;

    /// <param name="splitter">Finds the frames.</param>
    /// <param name="consumer">Receives them.</param>
    /// <param name="maxFrameBytes">Maximum size of a frame; a larger one is a fault.</param>
    public FrameLoop(IFrameSplitter splitter, IFrameConsumer consumer, int maxFrameBytes)
    {
        _splitter = splitter;
        _consumer = consumer;
        _buffer = new FillBuffer(BufferBytes, Math.Max(BufferBytes, maxFrameBytes));
    }

    /// <summary><c>NeedMore</c> while reading, <c>End</c> after the end; otherwise why reading stopped.</summary>
    public SplitStatus Status { get; private set; } = SplitStatus.NeedMore;

    /// <summary>The fault at which reading stopped, with its offset; null without one.</summary>
    public TraceFault? Fault { get; private set; }

    /// <summary>Bytes that have arrived.</summary>
    public long Bytes { get; private set; }

    /// <summary>The offset of the current frame, or of the next one.</summary>
    public long Offset { get; private set; }

    /// <summary>The bytes from <see cref="Offset"/> on: of the current or an incomplete frame, or unread.</summary>
    public ReadOnlySpan<byte> Pending => _buffer.Filled;

    /// <summary>The buffer for the next chunk.</summary>
    public Span<byte> Room() => _buffer.Room();

    /// <summary>
    /// Reads the bytes that were put into <see cref="Room"/>. A loop that has stopped only collects them in
    /// <see cref="Pending"/>, from which the caller takes them with <see cref="Skip"/>.
    /// </summary>
    public SplitStatus Advance(int filledBytes)
    {
        Bytes += filledBytes;
        _buffer.Advance(filledBytes);
        while (Status == SplitStatus.NeedMore && TryTakeFrame())
        {
            // Each turn takes one frame.
        }

        return Status;
    }

    /// <summary>Stops reading: no more bytes of the stream are needed, or will arrive.</summary>
    public void Stop() => Status = Status == SplitStatus.NeedMore ? SplitStatus.End : Status;

    /// <summary>Removes bytes from the start of <see cref="Pending"/> without reading them.</summary>
    public void Skip(int skippedBytes) => _buffer.Take(skippedBytes);

    /// <summary>Removes all of <see cref="Pending"/>.</summary>
    public void SkipPending() => _buffer.Take(_buffer.Filled.Length);

    /// <summary>Begins another stream with the splitter's next frame; pending bytes are dropped.</summary>
    public void Restart()
    {
        SkipPending();
        Status = SplitStatus.NeedMore;
        Fault = null;
        Offset = 0;
    }

    private bool TryTakeFrame()
    {
        SplitStatus split = _splitter.Split(_buffer.Filled, out Frame frame, out int bytesNeeded);
        if (split == SplitStatus.NeedMore)
        {
            return !_buffer.TryReserve(bytesNeeded) && Stop(SplitStatus.Malformed, TraceFaultCode.FrameTooLarge);
        }

        if (split != SplitStatus.Complete)
        {
            return Stop(split, _splitter.Fault);
        }

        if (!_consumer.TryTake(frame, out TraceFault? fault))
        {
            return Stop(fault is null ? SplitStatus.End : SplitStatus.Malformed, fault);
        }

        _splitter.Take(frame);
        Offset += frame.WholeBytes;
        _buffer.Take(frame.WholeBytes);
        return true;
    }

    private bool Stop(SplitStatus status, TraceFault? fault)
    {
        Status = status;
        Fault = fault is { } found ? found with { Offset = Offset } : null;
        return false;
    }
}
