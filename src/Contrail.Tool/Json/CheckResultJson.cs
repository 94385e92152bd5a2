using Contrail.Agent.Doctor;

namespace Contrail.Tool.Json;

/// <summary>A check in the output of <c>contrail doctor --json</c>.</summary>
internal sealed record CheckResultJson(string Check, Severity Condition, string Text, string? Remedy)
{
    public static CheckResultJson Of(CheckResult result) =>
        new(result.Check, result.Severity, result.Text, result.Remedy);
}
