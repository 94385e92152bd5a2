using Contrail.Analysis.Model;

namespace Contrail.Analysis.Export.Stacks;

/// <summary>The kinds of stacks with their names: the only list of them. Immutable; safe from any thread.</summary>
internal static class StackKinds
{
    private static readonly (StackKind Kind, string Name, string Title, ModelNeeds Needs, StackUnit Unit)[] Rows =
    [
        (StackKind.Samples, "samples", "CPU", ModelNeeds.Samples, StackUnit.Nanoseconds),
        (StackKind.Waits, "waits", "waiting", ModelNeeds.Waits | ModelNeeds.HandleWaits, StackUnit.Nanoseconds),
        (StackKind.Contention, "contention", "waiting for locks", ModelNeeds.Waits, StackUnit.Nanoseconds),
        (StackKind.Exceptions, "exceptions", "exceptions", ModelNeeds.Exceptions, StackUnit.Count),
        (StackKind.Allocations, "allocations", "allocations", ModelNeeds.Allocations, StackUnit.Bytes),
        (StackKind.OffCpu, "off-cpu", "off CPU", ModelNeeds.OffCpuTimes, StackUnit.Nanoseconds),
        (StackKind.Blocking, "blocking", "blocked", ModelNeeds.ExecutionStates, StackUnit.Nanoseconds),
        (StackKind.Syscalls, "syscalls", "in system calls", ModelNeeds.ExecutionStates, StackUnit.Nanoseconds),
        (StackKind.Scheduling, "scheduling", "ready to run", ModelNeeds.ExecutionStates, StackUnit.Nanoseconds),
    ];

    /// <summary>The name of all kinds together, on the command line.</summary>
    public const string AllName = "all";

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<StackKind> All { get; } = [.. Rows.Select(row => row.Kind)];

    /// <summary>The names, for a message.</summary>
    public static string Names => string.Join(", ", Rows.Select(row => row.Name));

    /// <summary>Finds what a user has named; null if there is no such kind.</summary>
    public static IReadOnlyList<StackKind>? Find(string name) => name == AllName
        ? All
        : Rows.FirstOrDefault(row => row.Name == name) is { Name.Length: > 0 } found ? [found.Kind] : null;

    /// <summary>The name on the command line.</summary>
    public static string NameOf(StackKind kind) => Rows[(int)kind].Name;

    /// <summary>The name for people.</summary>
    public static string TitleOf(StackKind kind) => Rows[(int)kind].Title;

    /// <summary>The records that have such stacks.</summary>
    public static ModelNeeds NeedsOf(StackKind kind) => Rows[(int)kind].Needs | ModelNeeds.Stacks;

    /// <summary>The unit of the weights; of samples without a time it is their number.</summary>
    public static StackUnit UnitOf(StackKind kind) => Rows[(int)kind].Unit;
}
