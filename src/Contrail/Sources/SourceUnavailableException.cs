namespace Contrail;

/// <summary>A source cannot be recorded. The message is one line: what is the matter and what to do next.</summary>
public sealed class SourceUnavailableException : IOException
{
    /// <summary>Without a message.</summary>
    public SourceUnavailableException()
    {
    }

    /// <param name="message">What is the matter and what to do next.</param>
    public SourceUnavailableException(string message)
        : base(message)
    {
    }

    /// <param name="message">What is the matter and what to do next.</param>
    /// <param name="innerException">What failed.</param>
    public SourceUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
