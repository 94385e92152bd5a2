using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Sources;

namespace Contrail.GoTrace;

/// <summary>
/// The trace of a service, session after session: when one is lost, the service is sought again, ever more slowly. All
/// of that happens on the thread that reads; any thread may close.
/// </summary>
internal sealed class GoHttpFeed : IGoTraceFeed, IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    private readonly GoTraceAddress _address;
    private readonly GoTraceOptions _options;
    private readonly GoTraceClient _client;
    private readonly TraceRecording _recording;
    private readonly TargetClock _clock;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closed = new();
    private volatile GoTraceSession _session;
    private volatile string? _trouble;
    private string? _reconnectBecause;
    private volatile bool _isConnected = true;
    private volatile string? _detachedBecause;
    private long _reconnectCount;
    private long _behindTicks;
    private readonly LinkLag _lag = new();
    private TimeSpan _lookedAt;

    /// <exception cref="SourceUnavailableException">No trace is available; the message contains the remedy.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled before the service answered.</exception>
    public GoHttpFeed(
        GoTraceAddress address, GoTraceOptions options, TraceRecording recording, ISourceHost host)
    {
        _time = host.Time;
        _clock = new TargetClock(_time);
        _address = address;
        _options = options;
        _client = new GoTraceClient(address, options, _time);
        _recording = recording;
        _session = _client.Open(host.Opening);
        _clock.Begin(_session.RequestedAt);
        Process = new ProcessFacts(0, address.Name, "", "", "", "");
        Host = new HostFacts(address.Host, 0);
    }

    /// <inheritdoc/>
    public StreamEnd Ended => _session.Ended;

    /// <inheritdoc/>
    public SourceEnd End => _detachedBecause is { } because
        ? new SourceEnd(RecordingEnd.Detached, $"the recorder detached from the service because {because}")
        : new SourceEnd(RecordingEnd.Unknown, Ended == StreamEnd.Broken
            ? "the connection to the service was lost: it was killed, it crashed, or the network failed"
            : "the service ended the trace in good order");

    /// <inheritdoc/>
    public string? Trouble => _detachedBecause is null ? _trouble : End.Text;

    /// <inheritdoc/>
    public bool IsConnected => _isConnected;

    /// <inheritdoc/>
    public long ReconnectCount => Interlocked.Read(ref _reconnectCount);

    /// <inheritdoc/>
    public TimeSpan? Lag => TimeSpan.FromTicks(Interlocked.Read(ref _behindTicks));

    /// <inheritdoc/>
    public string Line => string.Create(
        CultureInfo.InvariantCulture, $"{_address.Shown}: {_options.SessionLength.TotalSeconds:0.###} s");

    /// <inheritdoc/>
    public GoLink? Link => _session.Link;

    /// <inheritdoc/>
    public ProcessFacts Process { get; }

    /// <inheritdoc/>
    public HostFacts Host { get; }

    /// <inheritdoc/>
    public int PendingBytes => _session.PendingBytes;

    /// <inheritdoc/>
    public TraceTicks? ClockAt(long timestamp) => _clock.At(timestamp);

    /// <inheritdoc/>
    public int Read(Span<byte> destination)
    {
        _clock.Observe(_recording);
        LookAtLag();
        while (true)
        {
            int readBytes = _session.Read(destination);
            if (readBytes > 0)
            {
                return readBytes;
            }

            bool goesOn = _options.ReconnectFor > TimeSpan.Zero && !_closed.IsCancellationRequested && Reconnect();
            if (!goesOn)
            {
                return 0;
            }
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _closed.Cancel();
        _session.Close();
    }

    public void Dispose()
    {
        Close();
        _closed.Dispose();
    }

    // What the link does not transfer in time stays in the service's memory: the service has priority.
    private void LookAtLag()
    {
        TimeSpan sinceHeader = _time.GetElapsedTime(_session.HeaderAt);
        if (sinceHeader - _lookedAt < LookEvery)
        {
            return;
        }

        _lookedAt = sinceHeader;
        LinkVerdict verdict = _lag.Look(sinceHeader, _clock.Arrived);
        Interlocked.Exchange(ref _behindTicks, _lag.Behind.Ticks);
        if (verdict == LinkVerdict.KeepUp)
        {
            return;
        }

        string behind = _lag.Behind.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture);
        if (verdict == LinkVerdict.Release || _options.ReconnectFor == TimeSpan.Zero)
        {
            _detachedBecause = $"the trace arrived more slowly than it was written and was {behind} s behind; what had "
                + "not arrived filled the service's memory: record nearer to the service";
            Close();
            return;
        }

        // What has not arrived is lost, and the service's memory is free for the next trace.
        _reconnectBecause = $"the trace was {behind} s behind, so the service was connected again";
        _session.Close();
    }

    private bool Reconnect()
    {
        _isConnected = false;
        _session.Close();
        TraceTicks now = _clock.At(_time.GetTimestamp()) ?? default;
        _recording.EndStream(now, _session.Ended);
        _recording.BreakOff(LossReason.Disconnected, now);
        long lostAt = _time.GetTimestamp();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
        {
            if (TryOpen())
            {
                _recording.BeginStream(now);

                // The count first: a reader that sees the connection sees that it is another one.
                Interlocked.Increment(ref _reconnectCount);
                _isConnected = true;
                return true;
            }

            bool isOverdue = _time.GetElapsedTime(lostAt) + pause > _options.ReconnectFor;
            if (isOverdue || !TryPause(pause))
            {
                return false;
            }
        }
    }

    // False if it was closed meanwhile.
    private bool TryPause(TimeSpan pause)
    {
        try
        {
            _time.Pause(pause, _closed.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private bool TryOpen()
    {
        try
        {
            GoTraceSession session = _client.Open(_closed.Token);
            _session = session;
            if (_closed.IsCancellationRequested)
            {
                // Closed in between: the session before this one was.
                session.Close();
            }

            _clock.Begin(session.RequestedAt);
            _lag.BeginSession();
            _lookedAt = TimeSpan.Zero;
            Interlocked.Exchange(ref _behindTicks, 0);
            _trouble = _reconnectBecause;
            _reconnectBecause = null;
            return true;
        }
        catch (SourceUnavailableException unavailable)
        {
            _trouble = $"the trace was lost and is sought again: {unavailable.Message}";
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
