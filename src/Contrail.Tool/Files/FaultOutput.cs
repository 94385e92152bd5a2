using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Tool.Text;

namespace Contrail.Tool.Files;

/// <summary>Where a command reports that it cannot read a file.</summary>
/// <param name="Error">Takes the line for people.</param>
/// <param name="Json">Takes the object for programs, where the command writes JSON; otherwise null.</param>
internal sealed record FaultOutput(TextWriter Error, TextWriter? Json = null)
{
    /// <summary>That of a command that may write JSON.</summary>
    public static FaultOutput Of(bool json, TextWriter output, TextWriter error) => new(error, json ? output : null);

    /// <summary>Reports it, and returns the exit code for that.</summary>
    public int Refuse(string path, string code, string message)
    {
        JsonObject refused = new()
        {
            ["file"] = path,
            ["error"] = new JsonObject { ["code"] = code, ["message"] = TerminalSanitizer.Clean(message) },
        };
        Json?.WriteLine(refused.ToJsonString(JsonSerializerOptions.Default));
        return FileFault.Report(Error, path, message);
    }
}
