using System.CommandLine;
using Contrail.Core.Formats;
using Contrail.Core.Ring.Lanes;
using Contrail.Tests.Support;
using Contrail.Tool.Commands;
using Contrail.Tool.Foreground;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

/// <summary>What a lane lost is stated once: with the lane, and not also among the lost events.</summary>
public sealed class LaneLossTests : IDisposable
{
    private const string Dropped = "3 of all processes dropped by the kernel";
    private const string Replaced = "1 of the process before ";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-lane-loss-").FullName;
    private readonly List<string> _lines = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_loss_of_a_lane_is_in_the_line_of_a_snapshot_and_in_its_pages_once()
    {
        string path = Record();
        AssertOnce(Assert.Single(_lines, line => line.StartsWith(path, StringComparison.Ordinal)));
        AssertOnce(Run(InfoCommand.Create(), path));
        AssertOnce(Run(SummaryCommand.Create(), path));
    }

    [Fact]
    public void The_manifest_has_each_with_its_lane_its_reason_and_its_time()
    {
        SnapshotManifest manifest = Taken().Manifest;
        Assert.Equal(
            [
                (LaneKind.Figures, LossReason.ProcessReplaced, 1L, 30d),
                (LaneKind.CpuSamples, LossReason.SamplesDropped, 3L, 10d),
            ],
            manifest.Losses.Select(loss => (
                loss.Lane!.Value, loss.Reason, loss.Count, (loss.ToUtc - loss.FromUtc).TotalMilliseconds)));
        Assert.Equal([(0L, 3L), (1L, 0L)], manifest.Lanes.Select(lane => (lane.Replaced, lane.Dropped)));
    }

    private static void AssertOnce(string text)
    {
        Assert.Equal(1, CountOf(text, Dropped));
        Assert.Equal(1, CountOf(text, Replaced));
        Assert.Equal(1, CountOf(text, "no events lost"));
        Assert.DoesNotContain("dropped sample", text, StringComparison.Ordinal);
        Assert.DoesNotContain("that the kernel dropped", text, StringComparison.Ordinal);
        Assert.DoesNotContain("that was replaced", text, StringComparison.Ordinal);
        Assert.DoesNotContain("another one replaced", text, StringComparison.Ordinal);
    }

    private static int CountOf(string text, string part) => text.Split(part).Length - 1;

    private static string Run(Command command, string path)
    {
        StringWriter output = new();
        command.Parse([path]).Invoke(new InvocationConfiguration { Output = output });
        return output.ToString();
    }

    private string Record() => Taken().Location;

    private SavedSnapshot Taken()
    {
        NetTraceFile file = new();
        FakeSource source = new()
        {
            Clock = () => new TraceTicks(6_000_000_000),
            MakeBursts = recording =>
            {
                LaneFeed samples = recording.BeginLane(LaneKind.CpuSamples, file.At(0));
                samples.AddLoss(new Loss(file.At(20), file.At(30), LossReason.SamplesDropped, 3, null));
                recording.BeginLane(LaneKind.Figures, file.At(0)).Add(file.At(10), new byte[8]);
                recording.BeginLane(LaneKind.Figures, file.At(40));
                return null;
            },
        };
        using FlightRecorder recorder = new(new() { Sink = new DirectorySink(_folder) }, source);
        recorder.Start();
        source.Stream.Send(file.Add(Exception("A", "a"), 5).Add(Exception("A", "b"), 100).Whole());
        Assert.True(SpinWait.SpinUntil(() => recorder.Health.EventCount == 2, Patience));
        SnapshotReport report = new(json: false, _lines.Add, _ => { }, _ => false);
        SavedSnapshot? saved = report.TryTake(
            recorder, new Contrail.Snapshots.SnapshotRequest("a test"), false, null, out string? error);
        Assert.Null(error);
        return saved!;
    }
}
