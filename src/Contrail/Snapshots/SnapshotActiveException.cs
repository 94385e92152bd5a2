namespace Contrail;

/// <summary>Reports that another snapshot write is active; no byte was written.</summary>
public sealed class SnapshotActiveException : InvalidOperationException
{
    /// <summary>Creates the exception with the default message.</summary>
    public SnapshotActiveException()
        : base("Another snapshot write is active. Wait for it, or use SnapshotAsync, which shares it.")
    {
    }

    /// <param name="message">The message.</param>
    public SnapshotActiveException(string message)
        : base(message)
    {
    }

    /// <param name="message">The message.</param>
    /// <param name="innerException">The cause.</param>
    public SnapshotActiveException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
