using Contrail.Core.Formats;
using Contrail.Core.Snapshots;

namespace Contrail.GoTrace;

/// <summary>A trace from a stream: a file, a pipe or standard input. It is read once.</summary>
internal sealed class GoStreamFeed : IGoTraceFeed
{
    private readonly InterruptibleReader _reader;
    private readonly string _name;
    private volatile bool _closed;

    /// <param name="stream">Belongs to the feed.</param>
    /// <param name="name">What people call it.</param>
    public GoStreamFeed(Stream stream, string name)
    {
        _reader = new InterruptibleReader(stream);
        _name = name;
        Process = ProcessFacts.Unknown with { Name = name };
    }

    /// <inheritdoc/>
    public StreamEnd Ended { get; private set; } = StreamEnd.Broken;

    /// <inheritdoc/>
    public SourceEnd End => new(
        RecordingEnd.Unknown, Ended == StreamEnd.Broken ? "reading broke off" : "there was no more to read");

    /// <inheritdoc/>
    public string? Trouble => null;

    /// <inheritdoc/>
    public bool IsConnected => true;

    /// <inheritdoc/>
    public long ReconnectCount => 0;

    /// <inheritdoc/>
    public TimeSpan? Lag => null;

    /// <inheritdoc/>
    public string Line => _name;

    /// <inheritdoc/>
    public GoLink? Link => null;

    /// <inheritdoc/>
    public ProcessFacts Process { get; }

    /// <inheritdoc/>
    public HostFacts Host => HostFacts.Unknown;

    /// <inheritdoc/>
    public int PendingBytes => 0;

    /// <inheritdoc/>
    public TraceTicks? ClockAt(long timestamp) => null;

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        try
        {
            int readBytes = _closed ? 0 : _reader.Read(destination);
            Ended = readBytes > 0 || _closed ? StreamEnd.Broken : StreamEnd.Unknown;
            return readBytes;
        }
        catch (Exception broken) when (broken is IOException or ObjectDisposedException)
        {
            Ended = StreamEnd.Broken;
            return 0;
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _closed = true;
        _reader.Close();
    }
}
