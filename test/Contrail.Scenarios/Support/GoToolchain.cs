using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>What <c>test/go/prepare.sh</c> makes: services of several Go releases, and Go's own reader.</summary>
public static class GoToolchain
{
    private static readonly string Folder = Path.Combine(Repository.Artifacts, "go");
    private static readonly TimeSpan ReadWithin = TimeSpan.FromMinutes(2);

    /// <summary>The service of a release; skips the test where it was not built.</summary>
    public static string Service(string version) => Require("service-" + version);

    /// <summary>
    /// Reads a trace to its end with Go's own reader, and returns its events, one per line. Fails the test if the
    /// reader finds a fault.
    /// </summary>
    public static async Task<string> ReadAsync(string path)
    {
        Ended read = await Command.RunAsync(Require("trace"), ["-d=parsed", path], ReadWithin);
        Assert.True(read.ExitCode == 0 && read.Errors.Length == 0, $"{path}: {read.ExitCode} {read.Errors}");
        return read.Output;
    }

    /// <summary>The batches and generations in Go's notation of the bytes.</summary>
    public static async Task<string> BytesAsync(string path)
    {
        Ended read = await Command.RunAsync(Require("trace"), ["-d=wire", path], ReadWithin);
        Assert.Equal(0, read.ExitCode);
        return read.Output;
    }

    /// <summary>A trace of the data next to this repository; skips the test where it is not.</summary>
    public static string KeptTrace(string name)
    {
        string path = Path.GetFullPath(Path.Combine(Repository.Root, $"../shared/data/go/traces/{name}.trace"));
        Assert.SkipUnless(File.Exists(path), $"../shared/data/go/traces/{name}.trace is not there");
        return path;
    }

    /// <summary>
    /// A file or folder that the script makes. Where it is missing the test is skipped, or fails with <c>CI=true</c>.
    /// </summary>
    public static string Require(string name)
    {
        string path = Path.Combine(Folder, name);
        string missing = $"{name} is missing: test/go/prepare.sh makes it, and failed";
        Assert.False(!Path.Exists(path) && IsOnBuildServer, missing);
        Assert.SkipUnless(Path.Exists(path), missing);
        return path;
    }

    private static bool IsOnBuildServer =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
