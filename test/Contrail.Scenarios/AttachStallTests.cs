using System.Diagnostics;
using System.Diagnostics.Tracing;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>
/// A recorder attaches to a process with 60,000 compiled methods that continues to compile: how long the process is
/// held up, with and without the request for those methods.
/// </summary>
[Collection(Alone.Name)]
public sealed class AttachStallTests(ITestOutputHelper output)
{
    /// <summary>Anything that needs its core delays a thread: 50 ms were observed without a recorder.</summary>
    private const double NoiseMilliseconds = 100;

    private static readonly int AttachCount = Samples.Of(usual: 3, large: 4);

    /// <summary>A recorder that does not request names does the same with each runtime.</summary>
    public static TheoryData<string> Frameworks { get; } = Samples.Frameworks(usual: "net10.0");

    [Theory]
    [MemberData(nameof(Frameworks))]
    public async Task Without_a_rundown_the_process_is_not_delayed_and_the_missing_names_are_a_loss(string framework)
    {
        await using TargetProcess target =
            await TargetProcess.StartAsync(framework, "jit+heartbeat --rate 100 --stdin");
        await target.WaitForLineAsync("jitted ");
        Dictionary<RundownMode, List<(long From, long To)>> attached = new()
        {
            [RundownMode.Never] = [],
            [RundownMode.Auto] = [],
        };
        for (int time = 0; time < AttachCount; time++)
        {
            foreach ((RundownMode mode, List<(long From, long To)> spans) in attached)
            {
                spans.Add(await AttachAsync(target.Id, mode));
            }
        }

        await target.WriteLineAsync("stop");
        Assert.Equal(0, await target.WaitForExitAsync());
        GapLog gaps = GapLog.Of(target, "jit");
        double[] alone = [.. attached.Values.SelectMany(spans => spans).Select(span => LongestBefore(gaps, span))];
        double[] never = [.. attached[RundownMode.Never].Select(span => gaps.LongestMilliseconds(span.From, span.To))];
        double[] auto = [.. attached[RundownMode.Auto].Select(span => gaps.LongestMilliseconds(span.From, span.To))];
        Measured.Report(output, $"{framework}, 60,000 methods, longest stall of a compiling thread ms: no recorder "
            + $"{Measured.Spread(alone)}; --rundown never {Measured.Spread(never)}; auto {Measured.Spread(auto)}");
        Assert.True(Measured.Median(never) < Measured.Median(alone) + NoiseMilliseconds);
    }

    /// <summary>When attaching began and ended.</summary>
    private static async Task<(long From, long To)> AttachAsync(int processId, RundownMode mode)
    {
        // As long before as the maximum duration: the process is measured without a recorder too.
        await Task.Delay(TimeSpan.FromMilliseconds(400), TestContext.Current.CancellationToken);
        EventPipeOptions options = new()
        {
            Profile = Profile.Default.With(
                [new EventPipeProvider("Contrail-Target-Heartbeat", ulong.MaxValue, EventLevel.Verbose)]),
            Rundown = mode,
            Governor = null,
        };
        using OwnRecording recording = new(processId, options);
        long from = Stopwatch.GetTimestamp();
        recording.Start();
        long to = Stopwatch.GetTimestamp();
        SnapshotManifest manifest = (await recording.SnapshotAsync()).Manifest;
        Assert.Equal(mode == RundownMode.Never ? RundownOutcome.Never : RundownOutcome.Done, manifest.Symbols.Rundown);
        Assert.Equal(
            mode == RundownMode.Never, manifest.Losses.Any(loss =>
                loss is { Reason: LossReason.NamesMissing, Count: > 0 }));
        return (from, to);
    }

    private static double LongestBefore(GapLog gaps, (long From, long To) span) =>
        gaps.LongestMilliseconds(span.From - (span.To - span.From), span.From);
}
