using Contrail.Analysis.Views.Tables;
using Contrail.Core.Formats;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Reads the answer of a view from a trace file.</summary>
internal static class ViewFile
{
    /// <summary>Why a filter with times of day is refused.</summary>
    internal const string NoTimeOfDay =
        "the file does not contain the time of day; use offsets such as +3s or -5s in the filter";

    /// <summary>Reads a file once and writes the answer; returns the exit code.</summary>
    /// <param name="input">The file.</param>
    /// <param name="faults">Receives the report about a file that cannot be read, or is damaged.</param>
    /// <param name="view">The view.</param>
    /// <param name="options">What the user has chosen.</param>
    /// <param name="write">Writes the answer; it is not called if there is none.</param>
    /// <param name="cancellationToken">Ends the reading early.</param>
    public static int Write(
        InputFile input,
        FaultOutput faults,
        ViewDescription view,
        ViewOptions options,
        Action<ViewAnswer> write,
        CancellationToken cancellationToken) => FileGuard.OpenSeekable(input, faults, stream =>
        {
            ViewRun run = new([view], options);
            if (!ModelFile.TryRead(
                input, stream, run.Model, faults.Error, out TraceFault? fault, cancellationToken))
            {
                return faults.Refuse(input.Name, fault!.Value);
            }

            if (run.IsTimeOfDayMissing)
            {
                return faults.Refuse(input.Name, "timeOfDayMissing", NoTimeOfDay);
            }

            using SourceFiles lines = new();
            write(new ViewAnswer(view.For(options), Noted(run), run.Context, run.Extent)
            {
                Lines = lines,
                Filter = options.Filter?.Expression,
            });
            return fault is { } torn
                ? FaultOutput.Damaged(faults.Error, input.Name, torn.Offset, torn)
                : ExitCodes.Done;
        });

    private static ViewResult Noted(ViewRun run)
    {
        ViewResult result = run.Conclude()[0];
        return run.PayloadFields is { Missing.Count: > 0 } check
            ? result with { Notes = [.. result.Notes, .. PayloadHintText.Notes(check)] }
            : result;
    }
}
