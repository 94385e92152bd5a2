using Contrail.Core.GoTrace.Observing;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.NetTrace.Snapshots.Lanes;
using Contrail.Core.Ring;
using Contrail.Core.Triggers;
using Contrail.GoTrace;
using Contrail.Sources;

namespace Contrail;

/// <summary>
/// Records the execution trace of a Go program, from the <c>net/http/pprof</c> endpoint of an unmodified service or
/// from any stream of <c>runtime/trace</c>. Supports Go 1.22 or later.
/// </summary>
/// <remarks>
/// The factory methods only describe the source; <see cref="FlightRecorder.Start"/> opens it. All members are
/// thread-safe.
/// </remarks>
/// <example>
/// <code>
/// GoTraceSource source = GoTraceSource.Connect(new Uri("http://127.0.0.1:6060"));
/// using FlightRecorder recorder = new(options, source);
/// recorder.Start();
/// </code>
/// </example>
public sealed class GoTraceSource : RecordingSource
{
    private static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(3);

    private readonly Func<TraceRecording, ISourceHost, (IGoTraceFeed Feed, TimeSpan SnapshotWait)> _open;

    // Those that concern more than the connection; the defaults for a stream.
    private readonly GoTraceOptions _options;

    private GoTraceSource(
        Func<TraceRecording, ISourceHost, (IGoTraceFeed, TimeSpan)> open, GoTraceOptions? options = null)
    {
        _open = open;
        _options = options ?? new GoTraceOptions();
    }

    /// <summary>
    /// Returns a source that records a service through <c>net/http/pprof</c>. Go allows one such trace at a time, so
    /// other tools cannot trace the service while it is recorded.
    /// </summary>
    /// <param name="address">
    /// The address, for example <c>http://127.0.0.1:6060</c>, including the base path of <c>/debug/pprof</c>, if any.
    /// </param>
    /// <param name="options">Connection options. Default: no authentication, standard timeouts.</param>
    /// <exception cref="ArgumentException">
    /// The address is not an absolute HTTP address, or options exclude each other.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static GoTraceSource Connect(Uri address, GoTraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        GoTraceAddress parsed = new(address);
        GoTraceOptions chosen = options ?? new GoTraceOptions();
        chosen.Validate();
        return new GoTraceSource((recording, host) =>
            (new GoHttpFeed(parsed, chosen, recording, host), chosen.SnapshotWait), chosen);
    }

    /// <summary>
    /// Returns a source that records a stream, for example standard input. The recorder disposes the stream, and can
    /// record it once.
    /// </summary>
    /// <param name="stream">The stream; it is read synchronously until it ends or is closed.</param>
    /// <param name="name">The name of the source in messages and manifests.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static GoTraceSource Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        bool read = false;
        return new GoTraceSource((_, _) =>
        {
            if (read)
            {
                throw new SourceUnavailableException("The stream was already read. Create a source with a new one.");
            }

            read = true;
            return (new GoStreamFeed(stream, name), StreamWait);
        });
    }

    /// <summary>
    /// Returns a source that records a file or a named pipe, opened at each start. Opening a pipe waits for a writer.
    /// </summary>
    /// <param name="path">The path of the file or pipe.</param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    public static GoTraceSource ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new GoTraceSource((_, host) =>
            (new GoStreamFeed(OpenFile(path, host.Opening), Path.GetFileName(path)), StreamWait));
    }

    /// <inheritdoc/>
    internal override IReadOnlyCollection<SignalKind> ObservedSignals =>
        [.. base.ObservedSignals, .. GoObserver.Signals];

    /// <inheritdoc/>
    internal override OpenRecordingSource Open(ISourceHost host)
    {
        GoBatchTap tap = new();
        GoTraceFormat format = new(failsAsGo: _options.KeepAsGo, tap);
        TraceRecording recording = host.CreateRing(new RecordedFormat(format, GoTraceSplitter.MaxFrameBytes)
        {
            Policy = _options.KeepAsGo ? GoRetentionPolicy.Instance : null,
        });
        (IGoTraceFeed feed, TimeSpan snapshotWait) = _open(recording, host);
        RecordingConsumer consumer = new(
            recording, host.Time, now: () => recording.Latest ?? default, howEnded: () => feed.Ended);
        IDrain drain = host.Drain("Contrail Go trace", feed, consumer);
        return new GoTraceTarget(
            feed, recording, consumer, drain, snapshotWait, new GoObserver(tap), new LaneTraceFile())
        {
            Machine = OpenMachine(feed, recording, host),
        };
    }

    private GoMachine? OpenMachine(IGoTraceFeed feed, TraceRecording recording, ISourceHost host) =>
        feed.Link is not null && _options.Lanes is not { HasFigures: false, Hertz: 0 }
            ? new GoMachine(() => feed.Link, _options.Lanes, recording, host)
            : null;

    // Opening a pipe blocks until a writer opens it, and nothing interrupts that: the thread outlives a cancellation.
    private static FileStream OpenFile(string path, CancellationToken opening)
    {
        Task<FileStream> opened = Task.Factory.StartNew(
            () => new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0),
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            Task.WaitAny([opened], opening);
            return opened.GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            opened.ContinueWith(
                late => late.Result.Dispose(), CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
            throw;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SourceUnavailableException($"Cannot read {path}: {failure.Message}", failure);
        }
    }
}
