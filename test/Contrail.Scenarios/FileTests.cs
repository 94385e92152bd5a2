using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The official client's recordings before our file commands: complete, and cut with their names.</summary>
public sealed class FileTests(ITestOutputHelper output)
{
    private static readonly string Tool =
        Path.Combine(Repository.Artifacts, "bin", "Contrail.Tool", "release", "Contrail.Tool.dll");

    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.Frameworks];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task An_official_recording_is_complete_and_so_is_a_named_part_of_it(string framework)
    {
        using TraceFile trace = new();
        using TraceFile made = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "work --rate 50");
        await OfficialRecording.RecordAsync(
            target.Id, TimeSpan.FromSeconds(3), trace.FullName, "Contrail-Target-Work");
        Assert.StartsWith("complete: ", await RunAsync("verify", trace.FullName), StringComparison.Ordinal);

        output.WriteLine(await RunAsync("cut", trace.FullName, "--last", "1s", "-o", made.FullName, "--force"));
        Assert.StartsWith("complete: ", await RunAsync("verify", made.FullName), StringComparison.Ordinal);
        TraceLogReading part = TraceLogReading.Read(made.FullName);
        output.WriteLine($"{part.NamedFrames} of {part.Frames} frames named");
        Assert.Equal(0, part.EventsLost);
        Assert.InRange(part.Frames, 1_000, TraceLogReading.Read(trace.FullName).Frames * 2 / 3);
        Assert.True(part.NamedShare >= 0.999, $"{part.NamedShare:P3}");

        using (FileStream file = File.OpenWrite(trace.FullName))
        {
            file.SetLength(file.Length / 2);
        }

        output.WriteLine(await RunAsync("repair", trace.FullName, "-o", made.FullName, "--force"));
        Assert.StartsWith("complete: ", await RunAsync("verify", made.FullName), StringComparison.Ordinal);
        Assert.True(TraceEventReading.Read(made.FullName).EventCount > 100);
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        Ended ended = await Command.RunAsync(Repository.Dotnet, [Tool, .. arguments], TimeSpan.FromMinutes(1));
        Assert.True(ended.ExitCode == 0, $"{ended.Output}{ended.Errors}");
        return ended.Output;
    }
}
