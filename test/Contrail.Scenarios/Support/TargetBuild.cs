using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Contrail.Scenarios.Support;

/// <summary>
/// Contrail.Target as an executable for each runtime, in <c>artifacts/targets</c>: with its own runtime for .NET 8
/// and 9, which need not be installed then. Built when a source is newer than the last build; safe from parallel
/// tests and from other processes.
/// </summary>
public static class TargetBuild
{
    private const string OwnRuntime = "net10.0";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string Sources = Path.Combine(Repository.Root, "test", "Contrail.Target");
    private static readonly string Targets = Path.Combine(Repository.Artifacts, "targets");
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();

    /// <summary>The runtimes that are recorded.</summary>
    public static IReadOnlyList<string> Frameworks { get; } = ["net8.0", "net9.0", OwnRuntime];

    /// <summary>The executable for one of <see cref="Frameworks"/>; built first, if need be.</summary>
    public static Task<string> ExecutableAsync(string framework) =>
        Built.GetOrAdd(framework, key => new Lazy<Task<string>>(() => BuildAsync(key))).Value;

    private static async Task<string> BuildAsync(string framework)
    {
        if (!Frameworks.Contains(framework))
        {
            throw new ArgumentException($"Contrail.Target is not built for '{framework}'.", nameof(framework));
        }

        string folder = Path.Combine(Targets, framework);
        string stampFile = Path.Combine(folder, ".stamp");
        using CancellationTokenSource deadline = new(Patience);
        // One for all runtimes: they restore into one folder.
        using FileStream held = await FileLock.TakeAsync(Path.Combine(Targets, ".lock"), deadline.Token);
        string stamp = NewestSource().Ticks.ToString(CultureInfo.InvariantCulture);
        if (!File.Exists(stampFile) || await File.ReadAllTextAsync(stampFile, deadline.Token) != stamp)
        {
            await PublishAsync(framework, folder);
            await File.WriteAllTextAsync(stampFile, stamp, deadline.Token);
        }

        return Path.Combine(folder, "Contrail.Target");
    }

    private static DateTime NewestSource() =>
        Directory.EnumerateFiles(Sources, "*", SearchOption.AllDirectories)
            .Append(Path.Combine(Repository.Root, "Directory.Build.props"))
            .Append(Path.Combine(Repository.Root, "global.json"))
            .Max(File.GetLastWriteTimeUtc);

    private static async Task PublishAsync(string framework, string folder)
    {
        string withRuntime = framework == OwnRuntime ? "--no-self-contained" : "--self-contained";
        string[] arguments =
        [
            "publish", Sources, "-c", "Release", "-f", framework, "-o", folder, "-v", "quiet",
            "-r", RuntimeInformation.RuntimeIdentifier, withRuntime,
            // A folder of its own: whoever builds the solution at this moment is not disturbed.
            $"-p:ArtifactsPath={Path.Combine(Targets, "build")}",
            // No servers that outlive the tests.
            "-nodeReuse:false", "-p:UseSharedCompilation=false",
        ];
        Ended ended = await Command.RunAsync(Repository.Dotnet, arguments, Patience);
        if (ended.ExitCode != 0)
        {
            throw new InvalidOperationException($"Contrail.Target was not built for {framework}.\n{ended.Output}");
        }
    }
}
