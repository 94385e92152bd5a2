using Contrail.Scenarios.Support;
using Xunit;
using Xunit.Sdk;

namespace Contrail.Scenarios;

/// <summary>
/// What judges our recordings is tried here on recordings of the official client, good ones and torn ones.
/// </summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Recording = TimeSpan.FromSeconds(3);

    public static TheoryData<string> Frameworks { get; } = [.. TargetBuild.Frameworks];

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Every_heartbeat_of_the_official_recording_is_read(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "heartbeat --rate 1000");
        await OfficialRecording.RecordAsync(target.Id, Recording, trace.FullName, "Contrail-Target-Heartbeat");

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        int[] numbers = [.. reading.Heartbeats.Select(beat => (int)beat.Number)];
        output.WriteLine($"{numbers.Length} beats, {numbers[0]}..{numbers[^1]}, {reading.EventCount} events");
        Assert.Equal(0, reading.EventsLost);
        Assert.InRange(numbers.Length, 2500, 4000);
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        Assert.Equal(numbers.Length, reading.CountOf("Contrail-Target-Heartbeat", "Beat"));
        Assert.True(reading.FirstMilliseconds >= 0);
        Assert.True(reading.LastMilliseconds > reading.Heartbeats[^1].Milliseconds - 1);
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Frames_and_the_process_of_the_official_recording_have_names(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "work --rate 50");
        await OfficialRecording.RecordAsync(target.Id, Recording, trace.FullName, "Contrail-Target-Work");

        TraceLogReading reading = TraceLogReading.Read(trace.FullName);
        output.WriteLine($"{reading.NamedFrames} of {reading.Frames} frames, {reading.TargetCommandLine}");
        Assert.Equal(0, reading.EventsLost);
        Assert.True(reading.Frames > 10_000);
        Assert.True(reading.NamedShare >= 0.999, $"{reading.NamedShare:P3}");
        Assert.Contains(reading.FramesByMethod.Keys, name => name.Contains("Shape+Circle.Area"));
        Assert.Equal(target.Id, reading.TargetId);
        Assert.Equal("Contrail.Target", reading.TargetName);
        Assert.Contains("work --rate 50", reading.TargetCommandLine);
    }

    // Of .NET 11 the official reader was seen to name an address by a later method that reused it.
    [Theory]
    [InlineData("net10.0")]
    public async Task Code_that_is_loaded_and_unloaded_is_named_in_the_official_recording(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "dynamic --rate 20");
        await OfficialRecording.RecordAsync(target.Id, Recording, trace.FullName, "Contrail-Target-Dynamic");

        TraceLogReading reading = TraceLogReading.Read(trace.FullName);
        Assert.Equal(4, reading.DynamicMarks.Count);
        foreach ((string kind, Marks marks) in reading.DynamicMarks)
        {
            output.WriteLine($"{kind}: {marks.Right} of {marks.All} at {marks.Addresses} addresses");
            // The recording may begin between the birth of a method and its mark.
            Assert.True(marks.Right >= marks.All - 1, marks.LastWrong);
            Assert.InRange(marks.All, 40, 80);
        }
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task The_runtime_reports_collections_exceptions_and_contention_of_the_target(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "work --rate 50");
        await OfficialRecording.RecordAsync(target.Id, Recording, trace.FullName);

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        foreach (string name in new[] { "GC/Start", "Exception/Start", "Contention/Start" })
        {
            long count = reading.CountOf("Microsoft-Windows-DotNETRuntime", name);
            output.WriteLine($"{name}: {count}");
            Assert.InRange(count, 20, 500);
        }
    }

    [Fact]
    public async Task Dotnet_trace_reports_and_converts_the_official_recording()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "work");
        await OfficialRecording.RecordAsync(
            target.Id, Recording, trace.FullName, "Contrail-Target-Work", "Microsoft-DotNETCore-SampleProfiler");

        output.WriteLine(await DotnetTrace.ReportAsync(trace.FullName));
        Assert.Contains("Area", await DotnetTrace.ConvertAsync(trace.FullName, "Speedscope"));
        Assert.Contains("Area", await DotnetTrace.ConvertAsync(trace.FullName, "Chromium"));
    }

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Events_that_the_runtime_drops_leave_gaps_in_the_numbers_and_are_counted_as_lost(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(framework, "flood --bytes 200");
        await OfficialRecording.RecordAsync(
            target.Id, Recording, trace.FullName, bufferMegabytes: 1, ["Contrail-Target-Flood"]);

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        FloodNumbers numbers = Assert.Single(reading.FloodByThread).Value;
        output.WriteLine($"{numbers}, {reading.EventsLost} lost");
        Assert.True(numbers.Missing > 0);
        // Drops before the first and after the last that arrived have no number between two others.
        Assert.InRange(reading.EventsLost, numbers.Missing, numbers.Missing * 2);
    }

    [Fact]
    public async Task A_torn_file_satisfies_no_oracle()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat");
        await OfficialRecording.RecordAsync(target.Id, Recording, trace.FullName, "Contrail-Target-Heartbeat");
        using (FileStream file = File.OpenWrite(trace.FullName))
        {
            file.SetLength(file.Length / 2);
        }

        Assert.ThrowsAny<Exception>(() => TraceEventReading.Read(trace.FullName));
        Assert.ThrowsAny<Exception>(() => TraceLogReading.Read(trace.FullName));
        await Assert.ThrowsAnyAsync<XunitException>(() => DotnetTrace.ReportAsync(trace.FullName));
        await Assert.ThrowsAnyAsync<XunitException>(() => DotnetTrace.ConvertAsync(trace.FullName, "Speedscope"));
    }
}
