using Contrail.Storage;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Words for an output that cannot be written: its name as the user gave it, why, and what to do.</summary>
internal static class UnwritableOutput
{
    /// <summary>COR_E_IO: not from the system, but from code that has words of its own.</summary>
    private const int OwnWords = unchecked((int)0x80131620);

    /// <summary>Whether a failure is one of the output.</summary>
    public static bool Is(Exception failure) => failure is UnauthorizedAccessException or OutputException
        || failure is IOException { HResult: not OwnWords };

    /// <summary>The failure under the name of the output.</summary>
    public static IOException Of(string target, Exception failure) => new(
        $"Cannot write {target}: {Reason(failure.GetBaseException().Message)}; choose another path with --output, or "
            + "free the space.",
        failure);

    // The partial file is named in quotes after the reason.
    private static string Reason(string message)
    {
        int path = message.IndexOf(" : '", StringComparison.Ordinal);
        string reason = (path < 0 ? message : message[..path]).TrimEnd('.', ' ');
        return reason.Contains(AtomicFile.PartialSuffix, StringComparison.Ordinal)
            ? "a file cannot be created there"
            : reason;
    }
}
