using System.Collections.Concurrent;
using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>
/// Go's own programs: what they write is read here, and what is printed here is compared with what they print. They
/// are unpacked into <c>artifacts/go</c> when they are first asked for; where that cannot be, a test says so.
/// </summary>
public static class GoToolchain
{
    /// <summary>The one whose tools judge ours.</summary>
    public const string Judge = "1.26";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);
    private static readonly string Folder = Path.Combine(Repository.Artifacts, "go");
    private static readonly ConcurrentDictionary<string, Lazy<Task<(string Root, string Why)>>> Roots = new();

    /// <summary>The GOROOT of a version; skips the test where it cannot be had.</summary>
    public static async Task<string> RootAsync(string version)
    {
        (string root, string why) = await Roots
            .GetOrAdd(version, key => new Lazy<Task<(string, string)>>(() => UnpackAsync(key))).Value;
        Assert.SkipWhen(root.Length == 0, $"Go {version} cannot be had here: {why}");
        return root;
    }

    /// <summary>Runs <c>go</c>, or a shell line in which <c>go</c> is that version; gives what went wrong.</summary>
    public static async Task<Ended> ShellAsync(string version, string line)
    {
        string root = await RootAsync(version);
        string environment = $"export GOROOT='{root}' PATH='{root}/bin':\"$PATH\" GOCACHE='{Folder}/cache-{version}' "
            + "CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GOFLAGS=-mod=mod GO111MODULE=off; ";
        return await Command.RunAsync("bash", ["-c", environment + line], Patience);
    }

    private static async Task<(string Root, string Why)> UnpackAsync(string version)
    {
        Directory.CreateDirectory(Folder);
        using CancellationTokenSource deadline = new(Patience);
        using FileStream held = await FileLock.TakeAsync(Path.Combine(Folder, ".lock"), deadline.Token);
        string script = Path.Combine(Repository.Root, "test", "go-toolchain.sh");
        Ended ended = await Command.RunAsync("bash", [script, version, Folder], Patience);
        return ended.ExitCode == 0
            ? (ended.Output.Trim().Split('\n')[^1], "")
            : ("", ended.Errors.Trim().Split('\n')[^1]);
    }
}
