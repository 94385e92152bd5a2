using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Receives the report that a command cannot read a file.</summary>
/// <param name="Error">Receives the line for people.</param>
/// <param name="Json">Receives the JSON object if the command writes JSON; otherwise null.</param>
internal sealed record FaultOutput(TextWriter Error, TextWriter? Json = null)
{
    private const int MaxChars = 1_000;

    /// <summary>Creates the output of a command with an optional JSON form.</summary>
    public static FaultOutput Of(bool json, TextWriter output, TextWriter error) => new(error, json ? output : null);

    /// <summary>Reports that the file is not a readable trace, with the next step; returns the exit code.</summary>
    public int Refuse(string path, TraceFault fault)
    {
        (string code, string next) = RefusalText.Of(fault.Code);
        return Refuse(path, code, $"{TraceFaultText.Of(fault)}; {next}");
    }

    /// <summary>Reports the refusal and returns the exit code for a failure.</summary>
    public int Refuse(string path, string code, string message)
    {
        RefusalJson refusal = new(code, TerminalSanitizer.Clean(message));
        Json?.WriteLine(JsonOutput.Document(new RefusedFileJson(path, refusal)));
        return Report(Error, path, message);
    }

    /// <summary>
    /// Reports damage after a view has shown the part before it. Returns the exit code for a failure, because the view
    /// is incomplete.
    /// </summary>
    public static int Damaged(TextWriter error, string path, long offset, TraceFault fault) => Report(
        error,
        path,
        $"damaged at byte {NumberFormat.Count(offset)}: {TraceFaultText.Of(fault)}; only the part before it is shown");

    /// <summary>Reports in one line what is wrong with a file; returns the exit code for a failure.</summary>
    public static int Report(TextWriter error, string path, string why)
    {
        error.WriteLine($"{TerminalSanitizer.Clean(path, MaxChars)}: {TerminalSanitizer.Clean(why, MaxChars)}");
        return ExitCodes.Failed;
    }
}
