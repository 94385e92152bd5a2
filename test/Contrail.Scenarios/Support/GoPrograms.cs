using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>Go programs that trace themselves, built with what <c>test/go/prepare.sh</c> has unpacked.</summary>
public static class GoPrograms
{
    private static readonly string Folder = Path.Combine(Repository.Artifacts, "go");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    /// <summary>Go's own tool, against which Contrail's output of a trace is checked.</summary>
    public static string Judge => GoToolchain.Require("trace");

    /// <summary>The GOROOT of a release; skips the test where it is missing.</summary>
    public static string RootOf(string version) => GoToolchain.Require($"{version}/usr/lib/go-{version}");

    /// <summary>Builds a program, runs it to its end, and returns the trace that it wrote.</summary>
    /// <param name="version">The Go release.</param>
    /// <param name="source">A file with a main function that writes a trace to standard output.</param>
    /// <param name="target">The trace.</param>
    /// <param name="periodNanoseconds">How long a generation is.</param>
    public static async Task TraceAsync(string version, string source, string target, int periodNanoseconds)
    {
        string root = RootOf(version);
        string build = $"CGO_ENABLED=0 GOPROXY=off GOTOOLCHAIN=local GO111MODULE=off GOFLAGS= "
            + $"GOCACHE='{Folder}/cache-{version}' '{root}/bin/go' build -o '{target}.exe' '{source}'";
        string run = $"GODEBUG=traceadvanceperiod={periodNanoseconds} '{target}.exe' > '{target}'";
        Ended ended = await ShellAsync($"{build} && {run}");
        Assert.True(ended.ExitCode == 0, ended.Errors);
    }

    /// <summary>Runs a line of Bash.</summary>
    public static Task<Ended> ShellAsync(string line) => Command.RunAsync("bash", ["-c", line], Patience);
}
