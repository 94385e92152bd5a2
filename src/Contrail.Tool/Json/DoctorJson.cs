using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Agent.Doctor;
using Contrail.Tool.Text;

namespace Contrail.Tool.Json;

/// <summary>Writes the check results of the doctor as JSON.</summary>
internal static class DoctorJson
{
    private static readonly JsonSerializerOptions Indented =
        new(JsonSerializerOptions.Default) { WriteIndented = true };

    public static string Write(IReadOnlyList<CheckResult> found, int pid, string verdict)
    {
        JsonArray checks = [.. found.Select(one => (JsonNode)new JsonObject
        {
            ["check"] = one.Check,
            ["condition"] = DoctorText.Word(one.Severity),
            ["text"] = one.Text,
            ["remedy"] = one.Remedy,
        })];
        JsonObject whole = new()
        {
            ["pid"] = pid == 0 ? null : pid,
            ["works"] = !found.Any(one => one.Severity == Severity.Problem),
            ["verdict"] = verdict,
            ["checks"] = checks,
        };
        return whole.ToJsonString(Indented);
    }
}
