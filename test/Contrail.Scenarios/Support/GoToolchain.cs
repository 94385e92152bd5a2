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
    /// Reads a trace to its end with Go's own reader, and fails the test if the reader finds a fault.
    /// </summary>
    public static async Task ReadAsync(string path)
    {
        Ended read = await TryReadAsync(path);
        Assert.True(read.ExitCode == 0 && read.Errors.Length == 0, $"{path}: {read.ExitCode} {read.Errors}");
    }

    /// <summary>The same for a trace that may be invalid; the events are not returned.</summary>
    public static Task<Ended> TryReadAsync(string path) => ReadInto("/dev/null", "parsed", path);

    /// <summary>The events of a trace, one per line; with "wire", its batches and generations.</summary>
    public static async Task<string> TextAsync(string path, string form = "parsed")
    {
        string text = $"{path}.{form}";
        Ended read = await ReadInto(text, form, path);
        Assert.True(read.ExitCode == 0 && read.Errors.Length == 0, $"{path}: {read.ExitCode} {read.Errors}");
        return await File.ReadAllTextAsync(text);
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

    // Millions of lines: read from a pipe they take longer than Go's reader takes to write them.
    private static Task<Ended> ReadInto(string output, string form, string path) => Command.RunAsync(
        "sh", ["-c", "exec \"$0\" \"-d=$1\" \"$2\" >\"$3\"", Require("trace"), form, path, output], ReadWithin);

    private static bool IsOnBuildServer =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
