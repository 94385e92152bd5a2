using System.Diagnostics;
using Contrail.Core.Triggers;
using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Actions of programs that have ended, while their command goes on.</summary>
public sealed class UnfinishedActionsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _file = Path.GetTempFileName();
    private readonly List<string> _notes = [];
    private readonly UnfinishedActions _actions = new();

    private int NotDoneCount => _notes.Count(note => note.Contains("is not done", StringComparison.Ordinal));

    [Fact]
    public void Nothing_is_kept_of_actions_that_are_done()
    {
        _actions.Add(Ended("exit 0", isFired: false));
        Assert.Equal(0, _actions.Count);
        FiredTriggers done = Ended("exit 0", isFired: true);
        Assert.True(SpinWait.SpinUntil(done.Close, Patience));
        _actions.Add(done);
        Assert.Equal(0, _actions.Count);
        _actions.Finish(_notes.Add, () => false);
        Assert.Equal(0, NotDoneCount);
    }

    [Fact]
    public void Actions_that_go_on_are_waited_for_in_one_time_limit()
    {
        _actions.Add(Ended("sleep 60", isFired: true));
        _actions.Add(Ended("sleep 60", isFired: true));
        Assert.Equal(2, _actions.Count);
        long over = Stopwatch.GetTimestamp() - (long)(FiredTriggers.MaxActions.TotalSeconds * Stopwatch.Frequency);
        long started = Stopwatch.GetTimestamp();
        _actions.Finish(_notes.Add, () => false, over);
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(20));
        Assert.Equal(2, NotDoneCount);
        Assert.Equal(0, _actions.Count);
    }

    public void Dispose() => File.Delete(_file);

    private FiredTriggers Ended(string script, bool isFired)
    {
        File.WriteAllText(_file, $$"""
            {
              "schema": "contrail.triggers/1",
              "rules": [
                {
                  "name": "test",
                  "on": "exception",
                  "actions": [ { "run": ["/bin/sh", "-c", "{{script}}"], "timeout": "2s" } ]
                }
              ]
            }
            """);
        FiredTriggers triggers = new(new RulesInForce(new ChosenRules([], _file)));
        if (isFired)
        {
            triggers.Plan.Fire(triggers.Plan.With(rules => rules.Decide(new Observation(SignalKind.Exception, 1))));
            StopRequest last = triggers.AddPending(new StopRequest("exited", End: true));
            triggers.Conclude(last, saved: null, "disk full", process: null, _notes.Add);
        }

        return triggers;
    }
}
