namespace Contrail;

/// <summary>A snapshot was given up because its caller, or who stopped the recorder, wanted that.</summary>
public sealed class SnapshotCanceledException : OperationCanceledException
{
    /// <summary>With the usual message.</summary>
    public SnapshotCanceledException()
        : base("The snapshot was given up before it was written.")
    {
    }

    /// <param name="message">What to say.</param>
    public SnapshotCanceledException(string message)
        : base(message)
    {
    }

    /// <param name="message">What to say.</param>
    /// <param name="innerException">What ended it.</param>
    public SnapshotCanceledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Bytes that had been handed to the writer before.</summary>
    public long BytesWritten { get; init; }
}
