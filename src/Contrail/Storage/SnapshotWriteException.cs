namespace Contrail;

/// <summary>Reports that a snapshot could not be written completely. The recorder continues.</summary>
public sealed class SnapshotWriteException : IOException
{
    /// <summary>Creates the exception with the default message.</summary>
    public SnapshotWriteException()
    {
    }

    /// <param name="message">The message.</param>
    public SnapshotWriteException(string message)
        : base(message)
    {
    }

    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SnapshotWriteException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Gets the number of bytes passed to the writer before the failure.</summary>
    public long BytesWritten { get; init; }
}
