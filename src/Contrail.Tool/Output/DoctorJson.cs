using System.Text.Json;
using System.Text.Json.Nodes;
using Contrail.Sources.Doctor;

namespace Contrail.Tool.Output;

/// <summary>What the doctor found, for programs.</summary>
internal static class DoctorJson
{
    private static readonly JsonSerializerOptions Indented =
        new(JsonSerializerOptions.Default) { WriteIndented = true };

    public static string Write(IReadOnlyList<Diagnosis> found, int pid, string verdict)
    {
        JsonArray checks = [.. found.Select(one => (JsonNode)new JsonObject
        {
            ["check"] = one.Check,
            ["condition"] = DoctorText.Word(one.Condition),
            ["text"] = one.Text,
            ["remedy"] = one.Remedy,
        })];
        JsonObject whole = new()
        {
            ["pid"] = pid == 0 ? null : pid,
            ["works"] = !found.Any(one => one.Condition == Condition.Problem),
            ["verdict"] = verdict,
            ["checks"] = checks,
        };
        return whole.ToJsonString(Indented);
    }
}
