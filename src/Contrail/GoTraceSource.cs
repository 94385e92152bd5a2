using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.GoTrace;
using Contrail.Sources;

namespace Contrail;

/// <summary>
/// A Go program, recorded by its execution trace: from the <c>net/http/pprof</c> of a service, without a change in it,
/// or from any stream of <c>runtime/trace</c>. Go 1.22 or later.
/// </summary>
public sealed class GoTraceSource : RecordingSource
{
    private static readonly TimeSpan StreamWait = TimeSpan.FromSeconds(3);

    private readonly Func<TraceRecording, CancellationToken, (IGoTraceFeed Feed, TimeSpan SnapshotWait)> _open;

    private readonly bool _keepAsGo;

    private GoTraceSource(Func<TraceRecording, CancellationToken, (IGoTraceFeed, TimeSpan)> open, bool keepAsGo = false)
    {
        _open = open;
        _keepAsGo = keepAsGo;
    }

    /// <summary>
    /// A service that serves <c>net/http/pprof</c>. While it is recorded nobody else can take a trace from that
    /// endpoint.
    /// </summary>
    /// <param name="address">
    /// Such as <c>http://127.0.0.1:6060</c>; with the base path, if <c>/debug/pprof</c> is behind one.
    /// </param>
    /// <param name="options">How it is reached.</param>
    public static GoTraceSource Connect(Uri address, GoTraceOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        GoTraceAddress parsed = new(address);
        GoTraceOptions chosen = options ?? new GoTraceOptions();
        chosen.Validate();
        return new GoTraceSource((recording, opening) =>
            (new GoHttpFeed(parsed, chosen, recording, opening), chosen.SnapshotWait), chosen.KeepAsGo);
    }

    /// <summary>
    /// A stream of a trace, such as standard input. The recorder owns it, and it can be recorded once.
    /// </summary>
    /// <param name="stream">It is read by its blocking members until it ends or is closed.</param>
    /// <param name="name">What people call it.</param>
    public static GoTraceSource Read(Stream stream, string name = "stream")
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentException.ThrowIfNullOrEmpty(name);
        bool read = false;
        return new GoTraceSource((_, _) =>
        {
            if (read)
            {
                throw new SourceUnavailableException("The stream was read already; give a new one.");
            }

            read = true;
            return (new GoStreamFeed(stream, name), StreamWait);
        });
    }

    /// <summary>
    /// A file, or a pipe with a name: opened at every start. A pipe is waited for until somebody writes.
    /// </summary>
    /// <param name="path">Where it is.</param>
    public static GoTraceSource ReadFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new GoTraceSource((_, opening) =>
            (new GoStreamFeed(OpenFile(path, opening), Path.GetFileName(path)), StreamWait));
    }

    /// <inheritdoc/>
    internal override OpenRecordingSource Open(RecordingLimits limits, IDrainHost host)
    {
        TraceRecording recording = new(
            new GoTraceFormat(failsAsGo: _keepAsGo),
            limits,
            GoTraceSplitter.MaxFrameBytes,
            policy: _keepAsGo ? GoRetentionPolicy.Instance : null);
        try
        {
            (IGoTraceFeed feed, TimeSpan snapshotWait) = _open(recording, host.Opening);
            RecordingConsumer consumer = new(
                recording, now: () => recording.Latest ?? default, howEnded: () => feed.Ended);
            IDrain drain = host.Drain("Contrail Go trace", feed, consumer);
            return new GoTraceTarget(feed, recording, consumer, drain, snapshotWait);
        }
        catch
        {
            recording.Dispose();
            throw;
        }
    }

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
            throw new SourceUnavailableException($"{path} cannot be read: {failure.Message}", failure);
        }
    }
}
