namespace Contrail.Tool.Json;

/// <summary>An entry of <c>contrail ps --json</c>.</summary>
internal sealed record ListedTargetJson(
    int Pid, string Name, bool Recordable, string? RuntimeVersion, string CommandLine, string? Reason)
{
    public static ListedTargetJson Of(ListedTarget target) => new(
        target.Pid,
        target.Name,
        Recordable: target.Status == Attachability.Ready,
        target.RuntimeVersion,
        target.CommandLine,
        target.Reason);
}
