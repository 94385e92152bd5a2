using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.GoTrace;

/// <summary>Contrail's output for a Go trace is that of <c>go tool trace -d</c>, byte for byte.</summary>
public sealed class GoDumpTests
{
    private static readonly string Folder = Path.Combine(Repository.Artifacts, "scenarios", "go");

    [Theory]
    [InlineData("mg1.22")]
    [InlineData("mg1.25")]
    [InlineData("mg1.26")]
    [InlineData("af_http1.25")]
    [InlineData("af_http1.26")]
    [InlineData("mini126")]
    [InlineData("stress-1.26")]
    [InlineData("annotations-stress-1.26")]
    public async Task A_trace_that_was_kept_is_printed_as_Gos_tool_prints_it(string name)
    {
        await GoDump.AssertSameAsync(GoToolchain.KeptTrace(name));
    }

    // The period is that of generations, in nanoseconds: hundreds of them arrive.
    [Theory]
    [InlineData("1.22", "annotations-stress", 10_000_000)]
    [InlineData("1.26", "gc-stress", 1_000_000)]
    [InlineData("1.25", "iter-pull", 1_000_000)]
    [InlineData("1.27", "wait-on-pipe", 1_000_000)]
    public async Task A_trace_of_one_of_Gos_test_programs_is_too(string version, string program, int periodNanoseconds)
    {
        string traces = Path.Combine(GoPrograms.RootOf(version), "src/internal/trace");
        string[] found = Directory.GetFiles(traces, program + ".go", SearchOption.AllDirectories);
        Assert.SkipUnless(found.Length > 0, $"Go {version} brings no {program}");
        await GoDump.AssertSameAsync(await TraceOfAsync(version, found[0], program, periodNanoseconds));
    }

    [Theory]
    [InlineData("1.25")]
    [InlineData("1.27")]
    public async Task A_trace_of_a_service_is_too(string version)
    {
        string source = Path.Combine(Repository.Root, "test/go/traced/main.go");
        await GoDump.AssertSameAsync(await TraceOfAsync(version, source, "service", periodNanoseconds: 5_000_000));
    }

    private static async Task<string> TraceOfAsync(
        string version, string source, string program, int periodNanoseconds)
    {
        Directory.CreateDirectory(Folder);
        string trace = Path.Combine(Folder, $"{program}-{version}.trace");
        await GoPrograms.TraceAsync(version, source, trace, periodNanoseconds);
        return trace;
    }
}
