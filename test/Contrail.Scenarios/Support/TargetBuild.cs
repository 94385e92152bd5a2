using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Contrail.Scenarios.Support;

/// <summary>
/// Contrail.Target as an executable for each runtime, in <c>artifacts/targets</c>: .NET 10 is the installed runtime,
/// the others are included with the executable, so they need not be installed. Built when a source is newer than the
/// last build; safe from parallel tests and from other processes.
/// </summary>
public static class TargetBuild
{
    private const string OwnRuntime = "net10.0";
    private const string NextRuntime = "net11.0";

    /// <summary>The SDK of .NET 10 has no target framework net11.0, but can publish with a newer runtime.</summary>
    private const string NextRuntimeVersion = "11.0.0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private const string Target = "Contrail.Target";

    /// <summary>Compiled for the runtime's own async, which only the next runtime runs.</summary>
    private const string AsyncTarget = "Contrail.AsyncTarget";

    private static readonly string Targets = Path.Combine(Repository.Artifacts, "targets");
    private static readonly ConcurrentDictionary<(string Program, string Framework), Lazy<Task<string>>> Built = new();

    /// <summary>The runtimes in support: each scenario that depends on the version covers these.</summary>
    public static IReadOnlyList<string> Frameworks { get; } = [OwnRuntime, NextRuntime];

    /// <summary>The runtimes out of support that can still be recorded: one scenario covers these.</summary>
    public static IReadOnlyList<string> FormerFrameworks { get; } = ["net8.0", "net9.0"];

    /// <summary>
    /// The executable for one of <see cref="Frameworks"/> or <see cref="FormerFrameworks"/>; built first, if need be.
    /// </summary>
    public static Task<string> ExecutableAsync(string framework) =>
        Frameworks.Concat(FormerFrameworks).Contains(framework)
            ? BuiltAsync(Target, framework)
            : throw new ArgumentException($"Contrail.Target is not built for '{framework}'.", nameof(framework));

    /// <summary>The executable of Contrail.AsyncTarget, on .NET 11; built first, if need be.</summary>
    public static Task<string> AsyncExecutableAsync() => BuiltAsync(AsyncTarget, NextRuntime);

    private static Task<string> BuiltAsync(string program, string framework) => Built.GetOrAdd(
        (program, framework), key => new Lazy<Task<string>>(() => BuildAsync(key.Program, key.Framework))).Value;

    private static async Task<string> BuildAsync(string program, string framework)
    {
        string folder = Path.Combine(Targets, program == Target ? framework : program);
        string stampFile = Path.Combine(folder, ".stamp");
        using CancellationTokenSource deadline = new(Patience);
        // One build at a time: each of them uses all cores.
        using FileStream held = await FileLock.TakeAsync(Path.Combine(Targets, ".lock"), deadline.Token);
        string stamp = NewestSource(program).Ticks.ToString(CultureInfo.InvariantCulture);
        if (!File.Exists(stampFile) || await File.ReadAllTextAsync(stampFile, deadline.Token) != stamp)
        {
            await PublishAsync(program, framework, folder);
            await File.WriteAllTextAsync(stampFile, stamp, deadline.Token);
        }

        return Path.Combine(folder, program);
    }

    private static string Sources(string program) => Path.Combine(Repository.Root, "test", program);

    private static DateTime NewestSource(string program) =>
        Directory.EnumerateFiles(Sources(program), "*", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Append(Path.Combine(Repository.Root, "global.json"))
            .Max(File.GetLastWriteTimeUtc);

    private static async Task PublishAsync(string program, string framework, string folder)
    {
        bool isNext = framework == NextRuntime;
        string withRuntime = framework == OwnRuntime ? "--no-self-contained" : "--self-contained";
        string[] version = isNext ? [$"-p:RuntimeFrameworkVersion={NextRuntimeVersion}"] : [];
        string[] arguments =
        [
            "publish", Sources(program), "-c", "Release", "-f", isNext ? OwnRuntime : framework, "-o", folder,
            "-v", "quiet", "-r", RuntimeInformation.RuntimeIdentifier, withRuntime, .. version,
            // A folder for each: a build of the solution at the same time is not disturbed, and .NET 10 and 11 share a
            // target framework.
            $"-p:ArtifactsPath={Path.Combine(Targets, "build", Path.GetFileName(folder))}",
            // No servers that outlive the tests.
            "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        Ended ended = await Command.RunAsync(Repository.Dotnet, arguments, Patience);
        if (ended.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} was not built for {framework}.\n{ended.Output}");
        }
    }
}
