using Contrail.Capture;
using Contrail.Core.Ring;
using Contrail.Sources;
using Contrail.Storage;

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
    private readonly Lock _lock = new();
    private readonly TraceSource _source;
    private readonly SnapshotDesk _desk;
    private FlightRecorderOptions _options;
    private FlightRecorderOptions _committed;
    private Recording? _recording;

    /// <summary>A recorder of the process that it is in.</summary>
    /// <param name="options">Period, memory and sink; they are validated here.</param>
    public FlightRecorder(FlightRecorderOptions options)
        : this(options, EventPipeSource.Self())
    {
    }

    /// <param name="options">Period, memory and sink; they are validated here.</param>
    /// <param name="source">What to record.</param>
    public FlightRecorder(FlightRecorderOptions options, TraceSource source)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(source);
        options.Validate();
        _source = source;
        _options = _committed = options;
        _desk = new SnapshotDesk();
    }

    /// <summary>The options that the next <see cref="Start"/> takes.</summary>
    public FlightRecorderOptions Options
    {
        get
        {
            lock (_lock)
            {
                return _options;
            }
        }

        set
        {
            ArgumentNullException.ThrowIfNull(value);
            value.Validate();
            lock (_lock)
            {
                _options = value;
            }
        }
    }

    /// <summary>Whether it records now: false once the source has ended or recording has failed.</summary>
    public bool Enabled => Current()?.State == RecorderState.Recording;

    /// <summary>How it is doing.</summary>
    public RecorderHealth Health
    {
        get
        {
            Recording? recording = Current();
            FlightRecorderOptions committed = Volatile.Read(ref _committed);
            RecorderHealth health = new()
            {
                State = recording?.State ?? RecorderState.Stopped,
                Committed = (committed.Period, committed.MaxBytes),
                SnapshotCount = _desk.WrittenCount,
                FailedSnapshotCount = _desk.FailedCount,
                LastError = _desk.LastError,
            };
            return recording?.Complete(health) ?? health;
        }
    }

    /// <summary>Opens the source and records it, with nothing left of an earlier recording.</summary>
    /// <exception cref="InvalidOperationException">It is not stopped.</exception>
    /// <exception cref="SourceUnavailableException">It cannot be recorded; the message says what to do.</exception>
    public void Start()
    {
        lock (_lock)
        {
            if (_recording is not null)
            {
                throw new InvalidOperationException("The recorder was started already; stop it first.");
            }

            RecordingLimits limits = new(_options.Period, _options.MaxBytes);
            _recording = Recording.Open(_source, limits);
            _committed = _options;
        }
    }

    /// <summary>
    /// Ends recording and gives the memory back, after running writes have ended. After a failure it does the same,
    /// then throws what had failed.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is stopped already.</exception>
    public void Stop()
    {
        Recording recording;
        lock (_lock)
        {
            recording = _recording ?? throw new InvalidOperationException("The recorder is stopped already.");
            _recording = null;
        }

        string? failure = recording.State == RecorderState.Failed ? recording.FailedBecause : null;
        _desk.WaitUntilIdle();
        recording.Dispose();
        if (failure is not null)
        {
            throw new IOException($"The recording had failed before it was stopped: {failure}");
        }
    }

    /// <summary>
    /// Writes what is held, as a complete trace file, and gives the bytes written. It waits up to 250 ms for the source
    /// to flush what happened before the call.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is stopped, or nothing has come yet.</exception>
    /// <exception cref="SnapshotActiveException">Another snapshot is being written.</exception>
    /// <exception cref="SnapshotWriteException">The stream failed; it says how many bytes had been written.</exception>
    public Task<long> WriteToAsync(Stream stream, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return _desk.WriteAsync(RequireRecording(), stream, cancellationToken);
    }

    /// <inheritdoc cref="WriteToAsync"/>
    public long WriteTo(Stream stream) => WriteToAsync(stream).GetAwaiter().GetResult();

    /// <summary>
    /// Has a snapshot put into the configured sink. Callers who come before it is frozen share it; later ones get the
    /// next, so that nobody is given a file without what happened before his call.
    /// </summary>
    /// <param name="reason">Why, in words that the certificate repeats.</param>
    /// <param name="cancellationToken">Ends this caller's waiting, not the snapshot that others may share.</param>
    /// <exception cref="InvalidOperationException">It is stopped, has no sink, or nothing has come yet.</exception>
    public Task<SavedSnapshot> SnapshotAsync(string reason, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reason);
        Recording recording = RequireRecording();
        ISnapshotSink sink = Volatile.Read(ref _committed).Sink
            ?? throw new InvalidOperationException("There is no sink: set FlightRecorderOptions.Sink.");
        return _desk.SnapshotAsync(recording, reason, sink, cancellationToken);
    }

    /// <summary>Stops it if it is not; never throws.</summary>
    public void Dispose()
    {
        try
        {
            Stop();
        }
        catch (Exception)
        {
            // It was stopped, or had failed, or its source could not be closed: who disposes does not ask.
        }
    }

    private Recording? Current() => Volatile.Read(ref _recording);

    private Recording RequireRecording() =>
        Current() ?? throw new InvalidOperationException("The recorder is stopped: there is nothing to write.");
}
