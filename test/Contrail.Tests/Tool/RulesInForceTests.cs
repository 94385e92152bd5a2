using Contrail.Core.Triggers;
using Contrail.Tool.Foreground;
using Contrail.Triggers;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>The rules that the processes of a run share.</summary>
public sealed class RulesInForceTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly List<string> _notes = [];

    [Fact]
    public void A_file_that_is_invalid_takes_no_rules_away()
    {
        RulesInForce rules = With("gc-pause>1s");
        File.WriteAllText(_file, "{ \"schema\": \"contrail.trig");
        using FiredTriggers later = new(rules);
        Assert.Equal(["gc-pause>1s"], Names(later.Plan));
        rules.Reload(() => [later.Plan], _notes.Add);
        Assert.StartsWith("rules not reloaded, the earlier ones stay in force: ", Assert.Single(_notes));
        Assert.Equal(["gc-pause>1s"], Names(later.Plan));
    }

    [Fact]
    public void A_reload_is_for_running_processes_and_for_those_that_start_during_it_and_later()
    {
        RulesInForce rules = With("gc-pause>1s");
        using FiredTriggers running = new(rules);
        using FiredTriggers starting = new(rules);
        Write("gc-pause>2s");
        rules.Reload(() => [running.Plan], _notes.Add);
        starting.Update();
        using FiredTriggers later = new(rules);
        Assert.Equal([$"1 rule of {_file} in force"], _notes);
        Assert.All([running, starting, later], one => Assert.Equal(["gc-pause>2s"], Names(one.Plan)));
    }

    [Fact]
    public void Rules_that_cannot_fire_for_one_process_are_in_force_for_none()
    {
        RulesInForce rules = With("gc-pause>1s");
        using FiredTriggers first = new(rules);
        using FiredTriggers second = new(rules);

        // It keeps too little for the rule.
        Assert.Equal(1, FiringsOf(first.Plan, 2_000_000_000));
        second.Plan.Use(EventPipeSource.Attach(Environment.ProcessId), TimeSpan.FromSeconds(1));
        Write("gc-pause>2s", after: "5s");
        rules.Reload(() => [first.Plan, second.Plan], _notes.Add);
        Assert.Contains("only 1 s are kept", Assert.Single(_notes), StringComparison.Ordinal);
        using FiredTriggers later = new(rules);
        Assert.All([first, second, later], one => Assert.Equal(["gc-pause>1s"], Names(one.Plan)));

        // Its cooldown and quotas go on.
        Assert.Equal(1, FiringsOf(first.Plan, 0));
    }

    [Fact]
    public async Task A_pipe_in_place_of_the_file_is_refused_without_waiting_for_a_writer()
    {
        RulesInForce rules = With("gc-pause>1s");
        File.Delete(_file);
        using (System.Diagnostics.Process made = System.Diagnostics.Process.Start("mkfifo", [_file]))
        {
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        List<string> notes = [];
        await Task.Run(() => rules.Reload(() => [], notes.Add), TestContext.Current.CancellationToken)
            .WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.EndsWith("is no regular file.", Assert.Single(notes), StringComparison.Ordinal);
        Assert.Equal("gc-pause>1s", Assert.Single(rules.Current).Name);
    }

    public void Dispose() => File.Delete(_file);

    private static string[] Names(TriggerPlan plan) =>
        plan.With(set => set.States.Select(state => state.Rule.Name).ToArray());

    // After one more observation.
    private static long FiringsOf(TriggerPlan plan, double pause) => plan.With(set =>
    {
        _ = set.Decide(new Observation(SignalKind.GcPause, 1) { Value = pause });
        return set.States[0].FiringCount;
    });

    private RulesInForce With(string on)
    {
        Write(on);
        return new RulesInForce(new ChosenRules([], _file));
    }

    private void Write(string on, string after = "0s") => File.WriteAllText(
        _file,
        $$"""
        {
          "schema": "contrail.triggers/1",
          "rules": [ { "name": "{{on}}", "on": "{{on}}", "after": "{{after}}" } ]
        }
        """);
}
