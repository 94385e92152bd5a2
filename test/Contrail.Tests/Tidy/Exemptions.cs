namespace Contrail.Tests.Tidy;

/// <summary>A place where a rule would make things worse.</summary>
/// <param name="Rule">The rule's name.</param>
/// <param name="Path">The file.</param>
/// <param name="Reason">Why.</param>
internal sealed record Exemption(string Rule, string Path, string Reason);

/// <summary>All exemptions, by name. Each must be needed still.</summary>
internal static class Exemptions
{
    public static IReadOnlyList<Exemption> All { get; } =
    [
        new(nameof(TypeRules.EmptyNames), "src/Contrail.Core/Snapshots/ProcessFacts.cs",
            "It is about an operating system's process, which has no other name."),
        new(nameof(TypeRules.EmptyNames), "src/Contrail.Agent/Doctor/ProcessExamination.cs",
            "It is about an operating system's process, which has no other name."),
        new(nameof(TypeRules.EmptyNames), "src/Contrail.Agent/Doctor/ProcessInspection.cs",
            "It is about an operating system's process, which has no other name."),
        new(nameof(TypeRules.EmptyNames), "src/Contrail.Tool/Foreground/ProcessExit.cs",
            "It is about an operating system's process, which has no other name."),
        new(nameof(TypeRules.EmptyNames), "test/Contrail.Tests/Agent/Doctor/ProcessJudgementTests.cs",
            "It is about an operating system's process, which has no other name."),
        new(nameof(SizeRules.LongClasses), "src/Contrail.Core/NetTrace/Recording/ThreadSequences.cs",
            "It is one state that every frame changes; its parts would have to share all of it."),
        new(nameof(SizeRules.LongClasses), "src/Contrail.Core/NetTrace/Recording/NetTraceFormat.cs",
            "It is one state that every frame changes; its parts would have to share all of it."),
        new(nameof(SizeRules.LongClasses), "src/Contrail.Core/Ring/RingStore.cs",
            "It is one state that every frame changes; its parts would have to share all of it."),
        new(nameof(TypeRules.OpenClasses), "bench/Contrail.Benchmarks/CheckAndRepair.cs",
            "The benchmark runner derives a class from it: sealed, it would not run."),
        new(nameof(TypeRules.OpenClasses), "bench/Contrail.Benchmarks/DecodeHeaders.cs",
            "The benchmark runner derives a class from it: sealed, it would not run."),
        new(nameof(TypeRules.OpenClasses), "bench/Contrail.Benchmarks/DecodePayloads.cs",
            "The benchmark runner derives a class from it: sealed, it would not run."),
        new(nameof(TypeRules.OpenClasses), "bench/Contrail.Benchmarks/SplitAndStore.cs",
            "The benchmark runner derives a class from it: sealed, it would not run."),
        new(nameof(TypeRules.OpenClasses), "bench/Contrail.Benchmarks/WholePump.cs",
            "The benchmark runner derives a class from it: sealed, it would not run."),
    ];

    /// <summary>The findings of a rule without those that are exempt.</summary>
    public static IEnumerable<string> Apply(string rule, IEnumerable<string> findings) =>
        findings.Where(finding => !All.Any(exempt => exempt.Rule == rule && IsIn(finding, exempt.Path)));

    public static bool IsIn(string finding, string path) => finding.StartsWith(path + ":", StringComparison.Ordinal);
}
