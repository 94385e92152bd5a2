using Contrail.Capture;
using Contrail.Machine.Bursts;
using Contrail.Snapshots;
using Contrail.Triggers;

namespace Contrail;

/// <summary>
/// Keeps the recent history of a source in memory and writes it as a standard trace file on request.
/// </summary>
/// <remarks>
/// <para>All members are thread-safe. Failures after <see cref="Start"/> are reported by <see cref="Health"/>; only
/// calls of the application throw.</para>
/// <para>The contract follows Go's <c>runtime/trace.FlightRecorder</c>; docs/decisions lists the differences.</para>
/// </remarks>
/// <example>
/// <code>
/// FlightRecorderOptions options = new() { Sink = new DirectorySink("/var/tmp/traces") };
/// using FlightRecorder recorder = new(options);
/// recorder.Start();
/// // … when something is slow:
/// SavedSnapshot saved = await recorder.SnapshotAsync("checkout was slow");
/// </code>
/// </example>
public sealed class FlightRecorder : IDisposable
{
    // Held during a start or a stop, so that they exclude each other. No other code takes it.
    private readonly Lock _transition = new();
    private readonly StartCancellation _starting = new();
    private readonly RecordingSource _source;
    private readonly RecorderHost _host;
    private readonly SnapshotCounters _tally = new();
    private readonly RecorderMeter _meter;
    private volatile FlightRecorderOptions _options;
    private volatile FlightRecorderOptions _committed;
    private volatile SnapshotCoordinator? _desk;
    private volatile RecorderTriggers? _triggers;
    private volatile bool _disposed;

    /// <summary>Creates a recorder of the current process.</summary>
    /// <param name="options">Period, memory limit, sink and triggers.</param>
    /// <exception cref="ArgumentException">An option is invalid, or triggers share a name or lack a sink.</exception>
    public FlightRecorder(FlightRecorderOptions options)
        : this(options, EventPipeSource.Self())
    {
    }

    /// <summary>Creates a recorder of a source.</summary>
    /// <param name="options">Period, memory limit, sink and triggers.</param>
    /// <param name="source">The source to record.</param>
    /// <inheritdoc cref="FlightRecorder(FlightRecorderOptions)" path="/exception"/>
    public FlightRecorder(FlightRecorderOptions options, RecordingSource source)
        : this(options, source, RecorderHost.Default)
    {
    }

    /// <summary>Creates a recorder that shares a host with others.</summary>
    internal FlightRecorder(FlightRecorderOptions options, RecordingSource source, RecorderHost host)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        options.Validate();
        _source = source;
        _host = host;
        _options = _committed = options;
        _meter = new RecorderMeter(() => Health);
    }

    /// <summary>Gets or sets the options, which take effect at the next <see cref="Start"/>.</summary>
    public FlightRecorderOptions Options
    {
        get => _options;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            _options = value;
        }
    }

    /// <summary>Gets whether it is recording: false after the source has ended or recording has failed.</summary>
    public bool Enabled => _desk?.Recording.State == RecorderState.Recording;

    /// <summary>Gets the current state and counters. Never throws.</summary>
    public RecorderHealth Health
    {
        get
        {
            Recording? recording = _desk?.Recording;
            FlightRecorderOptions committed = _committed;
            RecorderHealth health = new()
            {
                State = recording?.State ?? RecorderState.Stopped,
                Period = committed.Period,
                MaxBytes = committed.MaxBytes,
                SnapshotCount = _tally.WrittenCount,
                FailedSnapshotCount = _tally.FailedCount,
                CanceledSnapshotCount = _tally.CanceledCount,
                LastError = _tally.LastError,
            };
            health = _triggers?.Complete(health) ?? health;
            return recording?.Complete(health) ?? health;
        }
    }

    /// <summary>
    /// Opens the source and starts recording; data of an earlier recording is discarded. Waits for an active stop.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The recorder is already started or disposed, or another recorder in this process records the same target.
    /// </exception>
    /// <exception cref="SourceUnavailableException">
    /// The source cannot be recorded; the message contains the reason and the next step.
    /// </exception>
    /// <exception cref="OperationCanceledException">
    /// The recorder was stopped or disposed while the source was being opened.
    /// </exception>
    public void Start() => OpenSource(CancellationToken.None);

    /// <summary>Starts recording on a dedicated thread, without the thread pool.</summary>
    /// <param name="cancellationToken">Cancels opening the source.</param>
    /// <inheritdoc cref="Start"/>
    public Task StartAsync(CancellationToken cancellationToken = default) =>
        DedicatedThread.Run("Contrail start", () => OpenSource(cancellationToken));

    // Returns true, as the work of a thread has a result.
    private bool OpenSource(CancellationToken cancellationToken)
    {
        lock (_transition)
        {
            if (_desk is not null)
            {
                throw new InvalidOperationException("The recorder is already started. Stop it first.");
            }

            FlightRecorderOptions options = _options;
            RecorderTriggers? triggers = options.TriggersFor(
                _source, request => TakeSnapshotAsync(request, CancellationToken.None), _host.Time);
            Recording recording = _starting.Run(opening =>
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return Recording.Open(_host, _source, options.Limits, opening);
            }, cancellationToken);
            triggers?.Start(recording);
            _committed = options;
            _desk = new SnapshotCoordinator(recording, _tally);
            _triggers = triggers;
            return true;
        }
    }

    /// <summary>
    /// Stops recording and releases the memory after active writes have completed. If recording had failed, it does
    /// the same and then throws.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The recorder is already stopped, or the call is made from inside a snapshot write.
    /// </exception>
    /// <exception cref="IOException">The recording had failed.</exception>
    public void Stop()
    {
        bool canceledStart = _starting.Cancel();
        lock (_transition)
        {
            if (canceledStart && _desk is null)
            {
                return;
            }

            SnapshotCoordinator desk = _desk ?? throw new InvalidOperationException("The recorder is already stopped.");
            string? failure = desk.Recording.State == RecorderState.Failed ? desk.Recording.FailedBecause : null;
            desk.RequireNotWriting();
            _triggers?.EndWatch();
            desk.Close();
            _triggers?.Dispose();
            _triggers = null;
            _desk = null;
            desk.Recording.Dispose();
            if (failure is not null)
            {
                throw new IOException($"The recording had failed before it was stopped: {failure}");
            }
        }
    }

    /// <summary>
    /// Stops recording on a dedicated thread. Canceling <paramref name="cancellationToken"/> also cancels active
    /// writes, even those that a concurrent <see cref="Stop"/> waits for. A write that ignores cancellation is
    /// abandoned after 1 second, with the memory of its snapshot. Recording stops in any case.
    /// </summary>
    /// <param name="cancellationToken">Cancels active writes.</param>
    /// <exception cref="InvalidOperationException">The recorder is already stopped.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        CancellationTokenRegistration aborting = cancellationToken.Register(() => _desk?.Abort());

        // Not awaited here: the continuation would need the thread pool, which may be starved.
        return DedicatedThread.Run(
            "Contrail stop",
            () =>
            {
                using (aborting)
                {
                    Stop();
                }

                return true;
            });
    }

    /// <summary>
    /// Writes a snapshot synchronously and returns the number of bytes written. When recording the current process,
    /// the snapshot includes all events of the calling thread before the call. When recording another process, waits
    /// up to 250 ms for its runtime to flush.
    /// </summary>
    /// <param name="stream">The destination; it is not disposed.</param>
    /// <param name="last">
    /// The minimum length of the recent history to write; complete generations are omitted, so it can be about a second
    /// longer. Default: all history.
    /// </param>
    /// <param name="cancellationToken">Cancels the snapshot.</param>
    /// <exception cref="InvalidOperationException">
    /// The recorder is stopped, or no data has arrived yet.
    /// </exception>
    /// <exception cref="SnapshotActiveException">Another snapshot write is active.</exception>
    /// <exception cref="SnapshotWriteException">The stream failed; includes the bytes written so far.</exception>
    /// <exception cref="SnapshotCanceledException">It was canceled; includes the bytes written so far.</exception>
    public long WriteTo(Stream stream, TimeSpan? last = null, CancellationToken cancellationToken = default) =>
        RequireCoordinator(stream, last).Write(stream, last, cancellationToken);

    /// <summary>
    /// Writes a snapshot on a dedicated thread. A <see cref="FileStream"/>, also of a pipe or a device, is written by
    /// its blocking members, which need no thread pool; any other stream by its asynchronous members, which may wait
    /// for the thread pool. A stopped recorder and an active snapshot throw immediately.
    /// </summary>
    /// <inheritdoc cref="WriteTo"/>
    public Task<long> WriteToAsync(
        Stream stream, TimeSpan? last = null, CancellationToken cancellationToken = default) =>
        RequireCoordinator(stream, last).WriteAsync(stream, last, cancellationToken);

    /// <summary>
    /// Writes a snapshot to the configured sink. Concurrent callers share a snapshot until it is frozen; later callers
    /// get the next one, so that each snapshot includes the events before the call.
    /// </summary>
    /// <param name="reason">The reason for the snapshot, included in its manifest.</param>
    /// <param name="cancellationToken">Cancels the wait of this caller, not the shared snapshot.</param>
    /// <exception cref="InvalidOperationException">
    /// The recorder is stopped, has no sink, or no data has arrived yet.
    /// </exception>
    public Task<SavedSnapshot> SnapshotAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        return TakeSnapshotAsync(new SnapshotRequest(reason), cancellationToken);
    }

    /// <inheritdoc cref="SnapshotAsync(string, CancellationToken)"/>
    internal Task<SavedSnapshot> TakeSnapshotAsync(SnapshotRequest request, CancellationToken cancellationToken) =>
        RequireCoordinator().SnapshotAsync(
            request,
            _committed.Sink
                ?? throw new InvalidOperationException("The recorder has no sink. Set FlightRecorderOptions.Sink."),
            cancellationToken);

    internal RecorderTriggers? Triggers => _triggers;
    internal TargetBursts? Bursts => _desk?.Recording.Source.Bursts;

    /// <summary>Stops the recorder permanently. Never throws.</summary>
    public void Dispose()
    {
        // Set first, so that no new start succeeds; an active start is canceled.
        _disposed = true;
        try
        {
            Stop();
        }
        catch (Exception)
        {
            // It was stopped, had failed, or its source could not be closed; Dispose reports none of these.
        }

        try
        {
            _meter.Dispose();
        }
        catch (Exception)
        {
            // Listeners of the application can throw.
        }
    }

    private SnapshotCoordinator RequireCoordinator(Stream stream, TimeSpan? last)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(last ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(last));
        return RequireCoordinator();
    }

    private SnapshotCoordinator RequireCoordinator() =>
        _desk ?? throw new InvalidOperationException("The recorder is stopped and holds no data. Start it first.");
}
