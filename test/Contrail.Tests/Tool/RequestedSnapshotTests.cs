using Contrail.Core.Formats;
using Contrail.Snapshots;
using Contrail.Tests.Support;
using Contrail.Tool.Foreground;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

/// <summary>A snapshot in the foreground, and the actions after it.</summary>
public sealed class RequestedSnapshotTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void After_a_snapshot_that_failed_actions_have_the_process_and_the_reason()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("contrail-requested-");
        try
        {
            string done = Path.Combine(folder.FullName, "done");
            string rules = Path.Combine(folder.FullName, "rules.json");
            File.WriteAllText(rules, Rules(done));
            using FiredTriggers triggers = new(new RulesInForce(new ChosenRules([], rules)));
            FakeSource source = new()
            {
                Clock = () => new TraceTicks(6_000_000_000),
                Process = ProcessFacts.Unknown with { Id = 42, Name = "Shop" },
            };
            Failing full = new(new IOException("disk full"));
            using FlightRecorder recorder = new(new() { Sink = full, Plan = triggers.Plan }, source);
            recorder.Start();
            source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Whole());
            StopRequest? due = null;
            Assert.True(SpinWait.SpinUntil(() => (due = triggers.TakeDue(isOver: false)) is not null, Patience));
            List<string> notes = [];
            SnapshotReport report = new(json: false, notes.Add, notes.Add, _ => false);
            Assert.Null(new RequestedSnapshot(report, notes.Add, keeping: null).Take(recorder, due!.Value, triggers));
            triggers.Finish(notes.Add, () => false);
            Assert.Equal(["Shop 42 disk full"], File.ReadAllLines(done));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_snapshot_that_fails_in_any_way_is_reported_and_recording_goes_on()
    {
        FakeSource source = new() { Clock = () => new TraceTicks(6_000_000_000) };
        using FlightRecorder recorder = new(new() { Sink = new Failing(new OverflowException("too far")) }, source);
        recorder.Start();
        source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Whole());
        Assert.True(SpinWait.SpinUntil(() => recorder.Health.EventCount > 0, Patience));
        List<string> notes = [];
        SnapshotReport report = new(json: false, notes.Add, notes.Add, _ => false);
        Assert.Null(report.TryTake(recorder, new SnapshotRequest("a test"), false, null, out string? error));
        Assert.Equal("too far", error);
        Assert.Equal(["no snapshot: too far."], notes);
    }

    private static string Rules(string done) => $$"""
        {
          "schema": "contrail.triggers/1",
          "rules": [
            {
              "name": "test",
              "on": "exception",
              "actions": [
                { "run": ["/bin/sh", "-c", "echo $CONTRAIL_PROCESS $CONTRAIL_PID $CONTRAIL_ERROR > {{done}}"] }
              ]
            }
          ]
        }
        """;

    private sealed class Failing(Exception failure) : ISnapshotSink
    {
        public Task<string> PutAsync(Snapshot snapshot, string name, CancellationToken cancellationToken) =>
            throw failure;
    }
}
