using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Snapshots;

namespace Contrail;

/// <summary>
/// Holds the recent past of a source in memory, always, and writes it as a standard trace when asked to.
/// </summary>
/// <remarks>
/// <para>All members are safe from any thread. After <see cref="Start"/> has returned nothing is thrown into the
/// application but by the calls that it makes itself; what goes wrong is in <see cref="Health"/>.</para>
/// <para>The contract is that of Go's <c>runtime/trace.FlightRecorder</c>, with the differences that
/// docs/decisions tells.</para>
/// </remarks>
public sealed class FlightRecorder : IDisposable
{
    // Held for as long as a start or a stop lasts, so that one waits for the other. Nobody else takes it.
    private readonly Lock _transition = new();
    private readonly StartCancellation _starting = new();
    private readonly RecordingSource _source;
    private readonly SnapshotCounters _tally = new();
    private readonly RecorderMeter _meter;
    private volatile FlightRecorderOptions _options;
    private volatile FlightRecorderOptions _committed;
    private volatile SnapshotCoordinator? _desk;
    private volatile bool _disposed;

    /// <summary>A recorder of the process that it is in.</summary>
    /// <param name="options">Period, memory and sink; they are validated here.</param>
    public FlightRecorder(FlightRecorderOptions options)
        : this(options, EventPipeSource.Self())
    {
    }

    /// <param name="options">Period, memory and sink; they are validated here.</param>
    /// <param name="source">What to record.</param>
    public FlightRecorder(FlightRecorderOptions options, RecordingSource source)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        options.Validate();
        _source = source;
        _options = _committed = options;
        _meter = new RecorderMeter(() => Health);
    }

    /// <summary>The options that the next <see cref="Start"/> takes. They can be set at any time.</summary>
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

    /// <summary>Whether it records now: false once the source has ended or recording has failed.</summary>
    public bool Enabled => _desk?.Recording.State == RecorderState.Recording;

    /// <summary>How it is doing.</summary>
    public RecorderHealth Health
    {
        get
        {
            Recording? recording = _desk?.Recording;
            FlightRecorderOptions committed = _committed;
            RecorderHealth health = new()
            {
                State = recording?.State ?? RecorderState.Stopped,
                Committed = (committed.Period, committed.MaxBytes),
                SnapshotCount = _tally.WrittenCount,
                FailedSnapshotCount = _tally.FailedCount,
                CanceledSnapshotCount = _tally.CanceledCount,
                LastError = _tally.LastError,
            };
            return recording?.Complete(health) ?? health;
        }
    }

    /// <summary>
    /// Opens the source and records it, with nothing left of an earlier recording. A stop that is going on is waited
    /// for.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// It is not stopped, or has been disposed, or another recorder of this process records the same.
    /// </exception>
    /// <exception cref="SourceUnavailableException">It cannot be recorded; the message says what to do.</exception>
    /// <exception cref="OperationCanceledException">
    /// The recorder was stopped or disposed while the source was being opened.
    /// </exception>
    public void Start()
    {
        lock (_transition)
        {
            if (_desk is not null)
            {
                throw new InvalidOperationException("The recorder was started already; stop it first.");
            }

            FlightRecorderOptions options = _options;
            RecordingLimits limits = new(options.Period, options.MaxBytes);
            Recording recording = _starting.Run(opening =>
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                return Recording.Open(_source, limits, opening);
            });
            _committed = options;
            _desk = new SnapshotCoordinator(recording, _tally);
        }
    }

    /// <summary>
    /// Ends recording and gives the memory back, after running writes have ended. After a failure it does the same,
    /// then throws what had failed.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is stopped already, or a running write asks for it.</exception>
    public void Stop()
    {
        bool canceledStart = _starting.Cancel();
        lock (_transition)
        {
            if (canceledStart && _desk is null)
            {
                return;
            }

            SnapshotCoordinator desk = _desk ?? throw new InvalidOperationException("The recorder is stopped already.");
            string? failure = desk.Recording.State == RecorderState.Failed ? desk.Recording.FailedBecause : null;
            desk.Close();
            _desk = null;
            desk.Recording.Dispose();
            if (failure is not null)
            {
                throw new IOException($"The recording had failed before it was stopped: {failure}");
            }
        }
    }

    /// <summary>
    /// The same on a thread of its own. When <paramref name="cancellationToken"/> is canceled, running writes are given
    /// up, also for who waits in <see cref="Stop"/>: a stream that heeds no cancellation is waited for a second more
    /// and then left alone, with the memory that its snapshot has pinned. Recording is stopped in any case.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is stopped already.</exception>
    public Task StopAsync(CancellationToken cancellationToken = default)
    {
        CancellationTokenRegistration aborting = cancellationToken.Register(() => _desk?.Abort());

        // Not awaited here: the rest of an asynchronous method needs a thread of the pool, which may be starved.
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
    /// Writes what is held, as a complete trace file, on the calling thread, and gives the bytes written. What that
    /// thread did before the call is in it, if the process recorded is its own: the trace shows when it has been
    /// flushed. From outside the flush is waited for by the clock, up to 250 ms.
    /// </summary>
    /// <param name="stream">Where to.</param>
    /// <param name="last">
    /// Only this much of the recent past, and at least this much of it: whole generations are left out, so it may be a
    /// second more. All that is held when null, or when this is longer than the period.
    /// </param>
    /// <param name="cancellationToken">Gives the snapshot up.</param>
    /// <exception cref="InvalidOperationException">It is stopped, or nothing has come yet.</exception>
    /// <exception cref="SnapshotActiveException">Another snapshot is being written.</exception>
    /// <exception cref="SnapshotWriteException">The stream failed; it says how many bytes had been written.</exception>
    /// <exception cref="SnapshotCanceledException">It was given up; it says the same.</exception>
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
    /// Has a snapshot put into the configured sink. Callers who come before it is frozen share it; later ones get the
    /// next, so that nobody is given a file without what happened before his call.
    /// </summary>
    /// <param name="reason">Why, in words that the manifest repeats.</param>
    /// <param name="cancellationToken">Ends this caller's waiting, not the snapshot that others may share.</param>
    /// <exception cref="InvalidOperationException">It is stopped, has no sink, or nothing has come yet.</exception>
    public Task<SavedSnapshot> SnapshotAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        SnapshotCoordinator desk = RequireCoordinator();
        ISnapshotSink sink = _committed.Sink
            ?? throw new InvalidOperationException("There is no sink: set FlightRecorderOptions.Sink.");
        return desk.SnapshotAsync(reason, sink, cancellationToken);
    }

    /// <summary>Stops it if it is not, for good; never throws.</summary>
    public void Dispose()
    {
        // Before, so that no start comes in between; one that is going on is waited for and undone.
        _disposed = true;
        try
        {
            Stop();
        }
        catch (Exception)
        {
            // It was stopped, or had failed, or its source could not be closed: who disposes does not ask.
        }

        try
        {
            _meter.Dispose();
        }
        catch (Exception)
        {
            // It tells the application's listeners, who may throw.
        }
    }

    private SnapshotCoordinator RequireCoordinator(Stream stream, TimeSpan? last)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(last ?? TimeSpan.MaxValue, TimeSpan.Zero, nameof(last));
        return RequireCoordinator();
    }

    private SnapshotCoordinator RequireCoordinator() =>
        _desk ?? throw new InvalidOperationException("The recorder is stopped: there is nothing to write.");
}
