using System.Runtime.ExceptionServices;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// Requests the methods that were compiled before, on a thread of its own: a start waits for them only as long as it
/// may, and recording never does. A request that failed is repeated at growing intervals. One thread at a time begins
/// and waits; all else is safe from any.
/// </summary>
internal sealed class BackgroundRundown : IDisposable
{
    private static readonly TimeSpan MinRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxRetry = TimeSpan.FromSeconds(30);

    /// <summary>Over a minute and a half: a rundown costs the process something each time.</summary>
    private const int MaxRepeats = 6;

    private readonly SessionRequest? _request;
    private readonly SymbolTable _symbols;
    private readonly ISourceHost _host;
    private readonly AttachWatch _watch;
    private Thread? _thread;
    private ExceptionDispatchInfo? _refusal;
    private TimeSpan _retryAfter = MinRetry;
    private int _repeatCount;
    private long _failedAt;
    private long _tookTicks;
    private volatile RundownOutcome _state;

    /// <param name="request">The session that requests them; null if it must not be requested.</param>
    /// <param name="state">What is so before the first request.</param>
    /// <param name="symbols">Where they go.</param>
    /// <param name="host">What drains, and the clock of the intervals.</param>
    /// <param name="watch">What ends a wait early.</param>
    public BackgroundRundown(
        SessionRequest? request,
        RundownOutcome state,
        SymbolTable symbols,
        ISourceHost host,
        AttachWatch watch)
    {
        _request = request;
        _state = state;
        _symbols = symbols;
        _host = host;
        _watch = watch;
    }

    /// <summary>As the manifest has it.</summary>
    public RundownOutcome State => _state;

    /// <summary>How long the last request took.</summary>
    public TimeSpan Took => new(Interlocked.Read(ref _tookTicks));

    /// <summary>Whether the last request failed and it is time for the next, if there is to be one.</summary>
    public bool IsDue => _state == RundownOutcome.Failed && _repeatCount < MaxRepeats
        && _host.Time.GetElapsedTime(_failedAt) >= _retryAfter;

    /// <summary>Starts a request, if it may be requested; one that runs is waited for.</summary>
    public void Begin(DiagnosticClient client)
    {
        if (_request is not { } request)
        {
            return;
        }

        _thread?.Join();
        _refusal = null;
        RundownOutcome before = _state;
        _state = RundownOutcome.Pending;
        try
        {
            _thread = _host.Start("Contrail names", () => Run(client, request));
        }
        catch
        {
            _state = before;
            throw;
        }
    }

    /// <summary>Starts it again after a failure.</summary>
    public void Repeat(DiagnosticClient client)
    {
        _repeatCount++;
        _retryAfter = _retryAfter * 2 < MaxRetry ? _retryAfter * 2 : MaxRetry;
        Begin(client);
    }

    /// <summary>Waits until the request has ended, at most so long; what ended the wait early is thrown.</summary>
    /// <exception cref="SourceUnavailableException">The process is stopped.</exception>
    /// <exception cref="OperationCanceledException">The recorder was stopped.</exception>
    public void Wait(TimeSpan longest)
    {
        if (_thread?.Join(longest) ?? true)
        {
            _refusal?.Throw();
        }
    }

    /// <summary>Ends a request that runs.</summary>
    public void Dispose()
    {
        _watch.Cancel();
        _thread?.Join();
    }

    private void Run(DiagnosticClient client, SessionRequest request)
    {
        long started = _host.Time.GetTimestamp();
        bool isWhole = false;
        bool wasAnswered = false;
        try
        {
            isWhole = RundownRun.Run(client, request, _symbols, _host, _watch);
            wasAnswered = true;
        }
        catch (Exception failure) when (failure is SourceUnavailableException or OperationCanceledException)
        {
            _refusal = ExceptionDispatchInfo.Capture(failure);
        }
        catch (Exception)
        {
            // No failure may end the recorded process, which may be this one. Recording continues with fewer names,
            // and the manifest reports it.
        }

        Interlocked.Exchange(ref _tookTicks, _host.Time.GetElapsedTime(started).Ticks);
        _symbols.EntryPointsTrusted = isWhole;
        _failedAt = _host.Time.GetTimestamp();

        // An incomplete rundown is usually too large for the buffer, and would be incomplete again.
        _repeatCount = wasAnswered ? Math.Max(_repeatCount, MaxRepeats - 1) : _repeatCount;
        _state = isWhole ? RundownOutcome.Done : RundownOutcome.Failed;
    }
}
