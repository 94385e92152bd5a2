using System.Diagnostics;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The governor of a recording, and a process that becomes too dear to record.</summary>
[Collection(Alone.Name)]
public sealed class GovernorTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The recorder decides; SessionChangeTests take the steps on each runtime.</summary>
    public static TheoryData<string> Frameworks { get; } = Samples.Frameworks(usual: "net11.0");

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task In_a_storm_of_exceptions_it_records_less_and_steps_back_when_it_is_over(string framework)
    {
        // What a busy machine can throw must be over the limit, and what a fast one throws must fit into the memory.
        // The time of calm is longer than the storm, in which stepping back would be tried otherwise.
        GovernorOptions limits = new() { MaxEventsPerSecond = 3000, CalmTime = TimeSpan.FromSeconds(10) };
        await using TargetProcess target = await TargetProcess.StartAsync(
            framework, "storm --storm-after 2 --storm-for 7 --storm-threads 2");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-governor-");
        FlightRecorderOptions options = new()
        {
            Period = TimeSpan.FromMinutes(2),
            MaxBytes = 256 << 20,
            Sink = new DirectorySink(folder.FullName),
        };
        using FlightRecorder recorder = new(
            options, EventPipeSource.Attach(target.Id, new EventPipeOptions { Governor = limits }));
        recorder.Start();
        await target.WaitForLineAsync("storm");
        long began = Stopwatch.GetTimestamp();
        await UntilAsync(recorder, "collections");
        double downSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Assert.Contains("events/s", recorder.Health.Profile!.Because, StringComparison.Ordinal);
        double eventsPerSecond = await RateAsync(recorder);
        await target.WaitForLineAsync("calm");
        long ended = Stopwatch.GetTimestamp();
        await UntilAsync(recorder, "default");
        double upSeconds = Stopwatch.GetElapsedTime(ended).TotalSeconds;
        SavedSnapshot saved = await recorder.SnapshotAsync("after the storm", TestContext.Current.CancellationToken);
        Measured.Report(
            output,
            $"{framework}: down after {downSeconds:F1} s of storm, then {eventsPerSecond:F0} events/s; "
                + $"back {upSeconds:F1} s after it");
        Assert.True(eventsPerSecond < limits.MaxEventsPerSecond, $"{eventsPerSecond:F0} events/s after the step.");
        AssertProfiles(saved.Manifest);
        Assert.Equal(saved.Manifest.EventsLost, TraceEventReading.Read(saved.Location).EventsLost);
        Assert.Equal(RecorderState.Recording, recorder.Health.State);
        recorder.Stop();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Threads_by_the_thousand_that_write_rarely_are_recorded_for_seconds_only()
    {
        const int Threads = 1_000;
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", $"throwers --throwers {Threads}");
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-governor-");
        FlightRecorderOptions options = new() { Sink = new DirectorySink(folder.FullName) };

        // Starting so many threads costs more than what they do then.
        double alone = double.MaxValue;
        for (int attempt = 0; attempt < 3; attempt++)
        {
            alone = Math.Min(alone, await ProcessorShareAsync(target));
        }

        using FlightRecorder recorder = new(options, EventPipeSource.Attach(target.Id));
        recorder.Start();
        long began = Stopwatch.GetTimestamp();
        await UntilAsync(recorder, "collections");
        double downSeconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        SavedSnapshot saved = await recorder.SnapshotAsync("down", TestContext.Current.CancellationToken);
        double after = double.MaxValue;
        for (int attempt = 0; attempt < 5 && after > alone * 1.2; attempt++)
        {
            after = await ProcessorShareAsync(target);
        }

        Measured.Report(
            output,
            $"{Threads} threads that each throw twice a second: down after {downSeconds:F1} s, target's CPU "
                + $"{1000 * alone:F0} ms/s alone, {1000 * after:F0} ms/s then");
        Assert.True(after < (alone * 1.2) + 0.02, $"{after:F3} of a core after the step, {alone:F3} before.");

        // The window ends where the events end, or the manifest contains what had not arrived.
        SnapshotManifest manifest = saved.Manifest;
        bool isKnown = manifest.RequestCoverage is RequestCoverage.Marker or RequestCoverage.Flushed;
        Assert.Equal(!isKnown, manifest.Losses.Any(loss => loss.Reason == LossReason.NotReceived));
        recorder.Stop();
        folder.Delete(recursive: true);
    }

    private static async Task<double> ProcessorShareAsync(TargetProcess target)
    {
        TimeSpan before = target.ProcessorTime;
        long started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(2), TestContext.Current.CancellationToken);
        return (target.ProcessorTime - before) / Stopwatch.GetElapsedTime(started);
    }

    private static void AssertProfiles(SnapshotManifest manifest)
    {
        Assert.Equal("the whole recording", manifest.ShorterBecause);
        IReadOnlyList<ManifestProfile> reported = manifest.Profiles;
        Assert.Equal(["default", "collections", "default"], reported.Select(one => one.Profile));
        Assert.All(reported.Zip(reported.Skip(1)), pair => Assert.Equal(pair.First.ToUtc, pair.Second.FromUtc));
        Assert.Equal((manifest.FirstUtc, manifest.LastUtc), (reported[0].FromUtc, reported[^1].ToUtc));
    }

    private static async Task UntilAsync(FlightRecorder recorder, string profile)
    {
        bool reached = await Task.Run(() => SpinWait.SpinUntil(
            () => recorder.Health.Profile?.Name == profile, Patience));
        Assert.True(reached, $"It is {recorder.Health.Profile}, {recorder.Health.LastError}");
    }

    // The old session's tail arrives in the first moments after a step, so the best of some seconds is required.
    private static async Task<double> RateAsync(FlightRecorder recorder)
    {
        double least = double.MaxValue;
        for (int second = 0; second < 3 && recorder.Health.Profile?.Name == "collections"; second++)
        {
            long before = recorder.Health.EventCount;
            long began = Stopwatch.GetTimestamp();
            await Task.Delay(TimeSpan.FromMilliseconds(500), TestContext.Current.CancellationToken);
            double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
            least = Math.Min(least, (recorder.Health.EventCount - before) / seconds);
        }

        return least;
    }
}
