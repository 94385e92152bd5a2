using System.Collections.Concurrent;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Tool.Foreground;
using Contrail.Triggers;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Tool;

/// <summary>A user sees why rules cannot fire, each reason once.</summary>
public sealed class TriggerReportTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<TriggerFiring> _fired = [];
    private readonly FakeSource _source = new() { Clock = () => new TraceTicks(6_000_000_000) };
    private readonly TriggerReport _report = new();
    private readonly List<string> _notes = [];

    [Fact]
    public void A_rule_whose_events_the_governor_has_taken_away_is_reported_once()
    {
        _source.Profile = new ActiveProfile("default", DateTime.UnixEpoch, null);
        _source.IsRequested = condition => condition.Signal.Kind != SignalKind.Exception;
        using FlightRecorder recorder = Start(new TriggerPlan(
            [.. TriggerRules.Parse("exception", out _), .. TriggerRules.Parse("gen2", out _)], TimeProvider.System,
            _fired.Add));
        _report.Update(recorder, _notes.Add);
        Assert.Empty(_notes);
        _source.Profile = new ActiveProfile("collections", DateTime.UnixEpoch, "25,000 events/s");
        _report.Update(recorder, _notes.Add);
        _report.Update(recorder, _notes.Add);
        Assert.Equal(
            "trigger exception cannot fire now: the profile 'collections' lacks the events of exception",
            Assert.Single(_notes));
    }

    [Fact]
    public void A_quota_that_is_used_up_is_reported_once()
    {
        TriggerRule rule = TriggerRules.Parse("exception", out _)[0];
        TriggerPlan plan = new(
            [
                rule with { Name = "of a day", CooldownNanoseconds = 0, MaxPerDay = 1 },
                rule with { Name = "of an hour", CooldownNanoseconds = 0, MaxPerHour = 1 },
                rule with { Name = "other", CooldownNanoseconds = 0 },
            ],
            TimeProvider.System, _fired.Add);
        using FlightRecorder recorder = Start(plan);
        _source.Stream.Send(Thrown(100));
        AwaitFirings("of a day", "of an hour", "other");
        plan.Conclude(plan.TakeAll(), isWritten: true);
        _report.Update(recorder, _notes.Add);
        Assert.Empty(_notes);
        _source.Stream.Send(Thrown(200)[Thrown(100).Length..]);
        AwaitFirings("other");
        _report.Update(recorder, _notes.Add);
        _report.Update(recorder, _notes.Add);
        Assert.Equal(
            [
                "trigger of a day: its quota of 1 snapshot in 24 hours is used up; it fires again when the oldest of "
                    + "them is 24 hours old",
                "trigger of an hour: its quota of 1 snapshot in an hour is used up; it fires again when the oldest of "
                    + "them is an hour old",
            ],
            _notes);
    }

    public void Dispose() => _fired.Dispose();

    // The second is a longer one with the same beginning.
    private static byte[] Thrown(int until)
    {
        NetTraceFile file = new();
        for (int at = 100; at <= until; at += 100)
        {
            file.Add(Exception("A", "a"), at).CloseBlock();
        }

        return file.Torn();
    }

    private FlightRecorder Start(TriggerPlan plan)
    {
        FlightRecorder recorder = new(new FlightRecorderOptions { Plan = plan }, _source);
        recorder.Start();
        return recorder;
    }

    private void AwaitFirings(params string[] rules)
    {
        foreach (string rule in rules)
        {
            Assert.True(_fired.TryTake(out TriggerFiring? next, Patience));
            Assert.Equal(rule, next.Rule.Name);
        }
    }
}
