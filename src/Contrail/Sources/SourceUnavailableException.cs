namespace Contrail;

/// <summary>Reports that a source cannot be recorded. The message contains the reason and the next step.</summary>
public sealed class SourceUnavailableException : IOException
{
    /// <summary>Creates the exception with the default message.</summary>
    public SourceUnavailableException()
    {
    }

    /// <param name="message">The reason and the next step.</param>
    public SourceUnavailableException(string message)
        : base(message)
    {
    }

    /// <param name="message">The reason and the next step.</param>
    /// <param name="innerException">The cause.</param>
    public SourceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
