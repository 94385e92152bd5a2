namespace Contrail.Tool.Text;

/// <summary>
/// Standard output cannot be written. Not an <see cref="IOException"/>, which is a fault of the file that a command
/// reads.
/// </summary>
internal sealed class OutputException : Exception
{
    public OutputException(Exception innerException)
        : base($"Cannot write to standard output: {Reason(innerException).TrimEnd('.')}.", innerException)
    {
    }

    // For a closed descriptor the framework reports a path without access, and the system's own reason inside of that.
    private static string Reason(Exception failure) => failure.GetBaseException().Message;
}
