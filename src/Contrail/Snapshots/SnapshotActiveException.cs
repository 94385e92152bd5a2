namespace Contrail;

/// <summary>A snapshot is being written, and this one was not begun: no byte was written.</summary>
public sealed class SnapshotActiveException : InvalidOperationException
{
    /// <summary>With the usual message.</summary>
    public SnapshotActiveException()
        : base("Another snapshot is being written; wait for it, or use SnapshotAsync, which shares it.")
    {
    }

    /// <param name="message">What to say.</param>
    public SnapshotActiveException(string message)
        : base(message)
    {
    }

    /// <param name="message">What to say.</param>
    /// <param name="innerException">What failed.</param>
    public SnapshotActiveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
