using Contrail.Analysis.Findings;
using Contrail.Analysis.Findings.Comparing;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The process on the pages of a Go trace, and what was not recorded.</summary>
public sealed class GoFindingsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-findings-").FullName;

    private string TracePath => Path.Combine(_folder, "a.trace");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("findings")]
    [InlineData("summary")]
    [InlineData("view goroutines")]
    public void The_process_is_the_service_of_the_manifest(string command)
    {
        File.WriteAllBytes(TracePath, GoldenTraces.Go);
        File.WriteAllText(TracePath + ".json", SnapshotManifestJson.Write(Manifests.Usual with
        {
            TraceBytes = GoldenTraces.Go.Length,
            Process = new ProcessFacts(0, "127.0.0.1_80", "", "", "", ""),
            Sessions = ["http://127.0.0.1:80/debug/pprof/trace: 30 s"],
        }));
        Assert.Contains("http://127.0.0.1:80, pid unknown", Run(command), StringComparison.Ordinal);
    }

    [Fact]
    public void A_process_that_nothing_names_is_unknown()
    {
        File.WriteAllBytes(TracePath, GoldenTraces.Go);
        Assert.StartsWith("unknown process; ", Run("findings"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_the_cpu_profiler_shows_has_its_remedy()
    {
        File.WriteAllBytes(TracePath, GoldenTraces.Go);
        Assert.Contains(
            "silence proves nothing about: a method that uses the processor. To look for it, request "
                + "/debug/pprof/profile?seconds=10 of the service while it is recorded.",
            Run("findings").ReplaceLineEndings(" "), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Waits", "goroutines that wait, shop.place: ")]
    [InlineData("Pauses", "time in which all goroutines were stopped, shop.place: ")]
    [InlineData("Syscalls", "goroutines in system calls, shop.place: ")]
    public void Differences_are_of_goroutines(string kind, string start)
    {
        Difference difference = new(new MeasureKey(Enum.Parse<MeasureKind>(kind), "shop.place"), 3e9, 1e9, 1e9, 20, 1);
        Assert.StartsWith(
            start, DifferenceText.Of(difference, hasGoroutines: true, "", "before"), StringComparison.Ordinal);
        Assert.StartsWith(
            start.Replace("goroutines", "threads", StringComparison.Ordinal),
            DifferenceText.Of(difference, hasGoroutines: false, "", "before"),
            StringComparison.Ordinal);
    }

    private string Run(string command)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Assert.Equal((0, ""), (CommandLine.Run([.. command.Split(' '), TracePath], output, error), error.ToString()));
        return output.ToString();
    }
}
