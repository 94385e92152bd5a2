using System.Diagnostics;

namespace Contrail.Scenarios.Support;

/// <summary>
/// A child process of the test: its output is read all the time, and it is ended by the disposal. Safe from any thread.
/// </summary>
public abstract class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;
    private readonly LineLog _output = new();
    private readonly LineLog _errors = new();
    private readonly Task _reading;

    protected ChildProcess(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment = null)
    {
        ProcessStartInfo start = new(fileName, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.Root,
        };
        Environments.Prepare(start, environment);
        CommandLine = $"{fileName} {string.Join(' ', start.ArgumentList)}";
        StartedTimestamp = Stopwatch.GetTimestamp();
        _process = Process.Start(start)!;
        Id = _process.Id;
        _reading = Task.WhenAll(_output.FillAsync(_process.StandardOutput), _errors.FillAsync(_process.StandardError));
    }

    public int Id { get; }

    public string CommandLine { get; }

    /// <summary>The <see cref="Stopwatch"/> immediately before the start.</summary>
    public long StartedTimestamp { get; }

    public bool HasExited => _process.HasExited;

    /// <summary>The lines written so far; all of them after <see cref="WaitForExitAsync"/>.</summary>
    public IReadOnlyList<string> Output => _output.Lines;

    public IReadOnlyList<string> Errors => _errors.Lines;

    /// <summary>The memory it has in RAM now, from the kernel.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Processor time of all its threads so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>The first line of the standard output, already written or later, with this beginning.</summary>
    /// <exception cref="TimeoutException">The line did not arrive in time, or the process ended without it.</exception>
    public Task<string> WaitForLineAsync(string prefix, TimeSpan? timeout = null) =>
        WaitForLineAsync(_output, prefix, 0, timeout ?? Patience);

    /// <summary>The same for the line that begins so and has <paramref name="skipCount"/> others before it.</summary>
    public Task<string> WaitForLineAsync(string prefix, int skipCount) =>
        WaitForLineAsync(_output, prefix, skipCount, Patience);

    /// <summary>The same for the standard error.</summary>
    public Task<string> WaitForErrorLineAsync(string prefix, TimeSpan? timeout = null) =>
        WaitForLineAsync(_errors, prefix, 0, timeout ?? Patience);

    /// <summary>Waits for the end and the last line; returns the exit code (128 + n after a deadly signal n).</summary>
    /// <exception cref="TimeoutException">It still runs.</exception>
    public async Task<int> WaitForExitAsync(TimeSpan? timeout = null)
    {
        using CancellationTokenSource deadline = new(timeout ?? Patience);
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
            await _reading.WaitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(Describe("still runs"));
        }

        return _process.ExitCode;
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public void CloseInput() => _process.StandardInput.Close();

    /// <summary>Sends a signal; does nothing for a process that has ended.</summary>
    public void Send(Signal signal)
    {
        if (!_process.HasExited)
        {
            Signals.Send(Id, signal);
        }
    }

    /// <summary>Sends a signal to the group that it leads, as a terminal does to those in the foreground.</summary>
    public void SendToGroup(Signal signal) => Signals.Send(-Id, signal);

    public void Kill() => Send(Signal.Kill);

    public void Terminate() => Send(Signal.Terminate);

    public void Interrupt() => Send(Signal.Interrupt);

    public void Suspend() => Send(Signal.Stop);

    public void Continue() => Send(Signal.Continue);

    public virtual async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>What is known of it, for the message of a failed test.</summary>
    public string Describe(string happened) =>
        $"{CommandLine} ({Id}) {happened}.\nstdout:\n{Join(Output)}\nstderr:\n{Join(Errors)}";

    private static string Join(IReadOnlyList<string> lines) => string.Join('\n', lines.TakeLast(40));

    private async Task<string> WaitForLineAsync(LineLog log, string prefix, int skipCount, TimeSpan timeout)
    {
        using CancellationTokenSource deadline = new(timeout);
        try
        {
            return await log.WaitForAsync(prefix, skipCount, deadline.Token)
                ?? throw new TimeoutException(Describe($"ended without a line '{prefix}…'"));
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException(Describe($"wrote no line '{prefix}…' in {timeout}"));
        }
    }
}
