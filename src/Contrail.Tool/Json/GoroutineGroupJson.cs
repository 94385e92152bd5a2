using Contrail.Analysis.Views;

namespace Contrail.Tool.Json;

/// <summary>Goroutines with the same start function; the function is null if no stack contains it.</summary>
internal sealed record GoroutineGroupJson(
    string? Function,
    long Count,
    double RunningSeconds,
    double RunnableSeconds,
    double SyscallSeconds,
    IEnumerable<NamedTimeJson> Blocked)
{
    public static GoroutineGroupJson Of(ExecutionGroup group) => new(
        group.Function.Length > 0 ? group.Function : null,
        group.Count,
        group.Running.TotalSeconds,
        group.WaitingToRun.TotalSeconds,
        group.InSyscalls.TotalSeconds,
        NamedTimeJson.Of(group.Blocked));
}
