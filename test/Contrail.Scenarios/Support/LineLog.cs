namespace Contrail.Scenarios.Support;

/// <summary>The lines a process has written so far, and a way to wait for one. Safe from any thread.</summary>
internal sealed class LineLog
{
    private readonly object _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _changed = NewSignal();
    private bool _ended;

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines];
            }
        }
    }

    /// <summary>Reads until the end of the stream. To be called once.</summary>
    public async Task FillAsync(StreamReader reader)
    {
        try
        {
            while (await reader.ReadLineAsync() is { } line)
            {
                Change(() => _lines.Add(line));
            }
        }
        finally
        {
            Change(() => _ended = true);
        }
    }

    /// <summary>
    /// The first line, already read or later, with this beginning, or the one after <paramref name="skipCount"/>
    /// others; null when the stream ended without it.
    /// </summary>
    public async Task<string?> WaitForAsync(string prefix, int skipCount, CancellationToken cancellationToken)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                string? found = _lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal))
                    .Skip(skipCount).FirstOrDefault();
                if (found is not null || _ended)
                {
                    return found;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Change(Action change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            change();
            changed = _changed;
            _changed = NewSignal();
        }

        changed.SetResult();
    }
}
