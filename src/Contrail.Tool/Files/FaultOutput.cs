using Contrail.Tool.Json;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Receives the report that a command cannot read a file.</summary>
/// <param name="Error">Receives the line for people.</param>
/// <param name="Json">Receives the JSON object if the command writes JSON; otherwise null.</param>
internal sealed record FaultOutput(TextWriter Error, TextWriter? Json = null)
{
    /// <summary>Creates the output of a command with an optional JSON form.</summary>
    public static FaultOutput Of(bool json, TextWriter output, TextWriter error) => new(error, json ? output : null);

    /// <summary>Reports the refusal and returns the exit code for a failure.</summary>
    public int Refuse(string path, string code, string message)
    {
        RefusalJson refusal = new(code, TerminalSanitizer.Clean(message));
        Json?.WriteLine(JsonOutput.Document(new RefusedFileJson(path, refusal)));
        return FileFault.Report(Error, path, message);
    }
}
