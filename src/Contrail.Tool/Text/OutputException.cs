namespace Contrail.Tool.Text;

/// <summary>
/// Reports that standard output, or another output, cannot be written. It is not an <see cref="IOException"/>, which
/// means that the input file of a command cannot be read.
/// </summary>
internal sealed class OutputException : Exception
{
    public OutputException(Exception innerException, string output = "standard output")
        : base($"Cannot write to {output}: {Reason(innerException).TrimEnd('.')}.", innerException)
    {
    }

    // For a closed descriptor the framework reports an inaccessible path, with the system's reason as inner exception.
    private static string Reason(Exception failure) => failure.GetBaseException().Message;
}
