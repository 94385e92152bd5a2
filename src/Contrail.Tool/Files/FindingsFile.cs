using Contrail.Analysis.Findings;
using Contrail.Core.Formats;

namespace Contrail.Tool.Files;

/// <summary>Reads the findings of a trace file.</summary>
internal static class FindingsFile
{
    /// <summary>Reads a file and its findings; returns the exit code.</summary>
    /// <param name="input">The file.</param>
    /// <param name="faults">Receives the report about a file that cannot be read, or is damaged.</param>
    /// <param name="write">Writes the findings; it is not called if there is no report.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Read(
        InputFile input,
        FaultOutput faults,
        Action<FindingReport> write,
        CancellationToken cancellationToken) => FileGuard.OpenSeekable(input, faults, stream =>
        {
            FindingRun run = new(RuleCatalog.All);
            if (!ModelFile.TryRead(
                input, stream, run.Model, faults.Error, out TraceFault? fault, cancellationToken))
            {
                return faults.Refuse(input.Name, fault!.Value);
            }

            write(run.Conclude());
            return fault is { } torn
                ? FaultOutput.Damaged(faults.Error, input.Name, torn.Offset, torn)
                : ExitCodes.Done;
        });
}
