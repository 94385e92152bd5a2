using System.Collections.Concurrent;
using Contrail.Core.Formats;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Contrail.Triggers;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Recorder.Triggers;

/// <summary>What fires while a source is recorded.</summary>
public sealed class TriggerWatchTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<TriggerFiring> _fired = [];
    private readonly FakeSource _source = new() { Clock = () => new TraceTicks(6_000_000_000) };

    [Fact]
    public void A_storm_fires_once_and_the_rest_is_counted()
    {
        using FlightRecorder recorder = Start("exception:A", "starvation");
        NetTraceFile file = new();
        for (int number = 0; number < 1_000; number++)
        {
            file.Add(Exception("A", "a"), 100 + (number / 1000.0));
        }

        _source.Stream.Send(file.Add(ThreadPoolAdjustment(9, 6), 200, thread: 2).Whole());
        TriggerFiring[] fired = [Next(), Next()];
        Assert.Equal(["exception:A", "starvation"], fired.Select(one => one.Rule.Name));
        Assert.Equal("A", fired[0].Observation.Subject);
        Assert.Empty(_fired);
    }

    [Theory]
    [InlineData("death", false, "crash")]
    [InlineData("death:exit", true, "exit")]
    public void The_end_of_the_process_fires(string expression, bool isClean, string subject)
    {
        _source.HasExitedCleanly = isClean;
        using FlightRecorder recorder = Start(expression);
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Torn());
        _source.Stream.End();
        Assert.Equal(subject, Next().Observation.Subject);
    }

    [Fact]
    public void A_rule_that_cannot_fire_is_refused()
    {
        FlightRecorder recorder = new(Options(_fired.Add, "region>2s"), _source);
        string message = Assert.Throws<SourceUnavailableException>(recorder.Start).Message;
        Assert.StartsWith(
            "Cannot watch for 'region>2s': 'region' is not observed", message, StringComparison.Ordinal);
        Assert.Empty(_source.Streams);
    }

    [Fact]
    public void The_last_exception_before_a_death_is_observed()
    {
        _source.HasExitedCleanly = false;
        using FlightRecorder recorder = Start("unhandled-exception");
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Add(Exception("B", "b"), 900).Torn());
        _source.Stream.End();
        Assert.Equal("B", Next().Observation.Subject);
    }

    [Fact]
    public void An_event_that_does_not_arrive_is_counted_and_explained()
    {
        long now = 6_000_000_000;
        _source.Clock = () => new TraceTicks(Volatile.Read(ref now));
        using FlightRecorder recorder = Start("event:Shop/OrderFaled", "event:Shop/OrderFailed");
        _source.Stream.Send(new NetTraceFile().Add(DescribedEvents.Event("Shop", "OrderFailed"), 100).Torn());
        Assert.Equal("event:Shop/OrderFailed", Next().Rule.Name);
        Assert.Equal(0, recorder.Health.MissingTriggerNameCount);
        bool isMissing = SpinWait.SpinUntil(
            () => Interlocked.Add(ref now, 1_000_000_000) > 0 && recorder.Health.MissingTriggerNameCount > 0, Patience);
        Assert.True(isMissing);
        RuleExplanation[] rules = [.. recorder.Triggers!.Explain(null).Rules];
        Assert.Equal("OrderFailed", Assert.Single(rules[0].MissingNames).Nearest);
        Assert.Empty(rules[1].MissingNames);
        Assert.Null(recorder.Health.TriggerError);
    }

    [Fact]
    public void A_handler_that_fails_ends_the_watch_and_not_the_recording()
    {
        using FlightRecorder recorder = new(
            Options(_ =>
            {
                _fired.Add(null!);
                throw new InvalidOperationException("broken");
            }, "exception"),
            _source);
        recorder.Start();
        _source.Stream.Send(new NetTraceFile().Add(Exception("A", "a"), 100).Torn());
        Assert.True(_fired.TryTake(out _, Patience));
        SpinWait.SpinUntil(() => recorder.Health.TriggerError is not null, Patience);
        Assert.Equal("triggers are no longer watched: broken", recorder.Health.TriggerError);
        Assert.True(recorder.Enabled);
    }

    public void Dispose() => _fired.Dispose();

    private static FlightRecorderOptions Options(Action<TriggerFiring> fire, params string[] expressions) => new()
    {
        Plan = new TriggerPlan(
            [.. expressions.SelectMany(one => TriggerRules.Parse(one, out _))], TimeProvider.System, fire),
    };

    private FlightRecorder Start(params string[] expressions)
    {
        FlightRecorder recorder = new(Options(_fired.Add, expressions), _source);
        recorder.Start();
        return recorder;
    }

    private TriggerFiring Next()
    {
        Assert.True(_fired.TryTake(out TriggerFiring? next, Patience));
        return next;
    }
}
