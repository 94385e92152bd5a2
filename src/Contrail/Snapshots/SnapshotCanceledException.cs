namespace Contrail;

/// <summary>Reports that a snapshot was canceled by its caller or by a stop of the recorder.</summary>
public sealed class SnapshotCanceledException : OperationCanceledException
{
    /// <summary>Creates the exception with the default message.</summary>
    public SnapshotCanceledException()
        : base("The snapshot was canceled before it was written.")
    {
    }

    /// <param name="message">The message.</param>
    public SnapshotCanceledException(string message)
        : base(message)
    {
    }

    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SnapshotCanceledException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the number of bytes passed to the writer before the cancellation.</summary>
    public long BytesWritten { get; init; }
}
