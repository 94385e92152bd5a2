using Contrail.Scenarios.Support;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Every event of each profile, and of other tools' files, is what TraceEvent reads.</summary>
public sealed class DecodingTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Recording = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan OfProfile = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.Frameworks];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Every_event_of_each_profile_is_the_one_that_TraceEvent_reads(string framework)
    {
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "work+threads --rate 25");
        foreach (Profile profile in Profile.All)
        {
            // TraceEvent has a parser of its own for samples, without the names of their fields.
            EventPipeOptions options = new() { Profile = profile, Governor = null, CpuSamplesPerSecond = 0 };
            using OwnRecording recording = new(target.Id, options);
            recording.Start();
            // The recording's length is the parameter here; there is no event to wait for instead.
            await Task.Delay(OfProfile);
            byte[] file = await File.ReadAllBytesAsync((await recording.SnapshotAsync()).Location);
            int count = DecodingComparison.Compare(file, minCount: 100).Count;
            output.WriteLine($"{framework} {profile.Name}: {count} events are equal");
        }
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Every_event_of_the_official_clients_file_is_the_one_that_TraceEvent_reads(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "work+threads --rate 25");
        await OfficialRecording.RecordAsync(
            target.Id, Recording, trace.FullName, "Contrail-Target-Work", "Microsoft-DotNETCore-SampleProfiler");
        byte[] file = await File.ReadAllBytesAsync(trace.FullName);
        int count = DecodingComparison.Compare(file, minCount: 5_000).Count;
        output.WriteLine($"{framework}: {count} events are equal");
    }
}
