namespace Contrail.Snapshots;

/// <summary>Counts a recorder's snapshots over all its recordings. Safe from any thread.</summary>
internal sealed class SnapshotCounters
{
    private long _writtenCount;
    private long _failedCount;
    private long _canceledCount;
    private volatile string? _lastError;

    public long WrittenCount => Interlocked.Read(ref _writtenCount);

    public long FailedCount => Interlocked.Read(ref _failedCount);

    public long CanceledCount => Interlocked.Read(ref _canceledCount);

    public string? LastError => _lastError;

    /// <summary>Counts a written snapshot.</summary>
    /// <param name="lanesFailure">Why the file of its lanes was not; null if it was, or if there was none.</param>
    public void AddWritten(string? lanesFailure)
    {
        Interlocked.Increment(ref _writtenCount);
        _lastError = lanesFailure is null ? _lastError : $"A snapshot has no lanes: {lanesFailure}";
    }

    /// <summary>A canceled snapshot is not a failed one.</summary>
    public void AddUnwritten(Exception reason)
    {
        if (reason is OperationCanceledException)
        {
            Interlocked.Increment(ref _canceledCount);
            return;
        }

        Interlocked.Increment(ref _failedCount);
        _lastError = reason.Message;
    }
}
