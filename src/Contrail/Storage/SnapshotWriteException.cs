namespace Contrail;

/// <summary>A snapshot could not be written whole. The recorder goes on.</summary>
public sealed class SnapshotWriteException : IOException
{
    /// <summary>Without a message.</summary>
    public SnapshotWriteException()
    {
    }

    /// <param name="message">What to say.</param>
    public SnapshotWriteException(string message)
        : base(message)
    {
    }

    /// <param name="message">What to say.</param>
    /// <param name="innerException">What failed.</param>
    public SnapshotWriteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Bytes that had been handed to the writer before it failed.</summary>
    public long BytesWritten { get; init; }
}
