using Contrail.Core.Formats;

namespace Contrail.Tool.Text;

/// <summary>For a file that cannot be read: the code for programs, and what to do next.</summary>
internal static class RefusalText
{
    /// <summary>The code of a file that ends before its first readable part.</summary>
    public const string Truncated = "truncated";

    private const string UnsupportedVersion = "unsupportedVersion";

    /// <summary>Returns the code in JSON, which is stable, and the next step.</summary>
    public static (string Code, string Next) Of(TraceFaultCode fault) => fault switch
    {
        TraceFaultCode.Empty => ("empty", "take a new snapshot: contrail record"),
        TraceFaultCode.VersionTooOld or TraceFaultCode.VersionUnrecognized or TraceFaultCode.FormatOfOtherRuntime =>
            (UnsupportedVersion, "open it with 'go tool trace' of the same Go version"),
        TraceFaultCode.GenerationsMissing => (Truncated, "no part of it can be read; take a longer trace"),
        TraceFaultCode.VersionUnsupported or TraceFaultCode.ObjectVersionUnsupported =>
            (UnsupportedVersion, "try a newer version of Contrail or PerfView"),
        TraceFaultCode.FormatBeforeNetTrace => ("unsupportedFormat", "open it with PerfView"),
        TraceFaultCode.EndsInsideFrame or TraceFaultCode.EndMarkMissing or TraceFaultCode.Torn =>
            (Truncated, "it contains no event, for example because the process was killed; take another snapshot"),
        _ => ("notATrace", "specify a .nettrace file or a Go trace"),
    };
}
