using Contrail.Tool.Foreground;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Which process of a name is recorded next, and what a user reads while none is.</summary>
public sealed class NamedSearchTests
{
    private readonly SetClock _clock = new();
    private readonly Dictionary<int, ulong> _starts = [];
    private readonly NamedSearch _search;
    private List<ListedTarget> _listed = [];

    public NamedSearchTests()
    {
        _search = new NamedSearch(
            "app", () => _listed, pid => _starts.TryGetValue(pid, out ulong start) ? start : null, _clock);
    }

    [Fact]
    public void A_missing_process_of_the_name_is_not_a_problem() => AssertNothing();

    [Fact]
    public void A_process_whose_recording_ended_is_not_found_again_while_it_lives()
    {
        Run(7, start: 1);
        _search.Exclude(AssertFound(7));
        AssertNothing();
        Run(7, start: 1);
        Run(8, start: 2);
        AssertFound(8);
    }

    [Fact]
    public void A_process_that_has_the_id_of_an_earlier_one_is_found()
    {
        Run(7, start: 1);
        _search.Exclude(AssertFound(7));
        _listed.Clear();
        Run(7, start: 2);
        AssertFound(7);
    }

    [Fact]
    public void Several_processes_of_the_name_are_reported_until_one_is_left()
    {
        Run(7, start: 1);
        Run(8, start: 2);
        AssertProblem("2 processes are named app (7, 8)");
        _listed.RemoveAt(0);
        AssertFound(8);
    }

    [Fact]
    public void A_process_that_is_not_recordable_is_a_problem_only_after_a_moment()
    {
        Run(7, start: 1, Attachability.NotYet);
        AssertProblem("Process 7 cannot be recorded: why 7");
        _listed.Clear();
        Run(7, start: 1);
        AssertFound(7);
    }

    [Fact]
    public void A_failed_attempt_is_repeated_after_growing_delays()
    {
        Run(7, start: 1);
        foreach (int seconds in (int[])[1, 2, 4, 8, 16, 30, 30])
        {
            _search.Delay(AssertFound(7));
            _clock.Advance(TimeSpan.FromSeconds(seconds - 0.1));
            Assert.Equal(default, _search.Look());
            _clock.Advance(TimeSpan.FromSeconds(0.1));
        }

        AssertFound(7);
    }

    [Fact]
    public void A_failed_attempt_does_not_delay_another_process()
    {
        Run(7, start: 1);
        _search.Delay(AssertFound(7));
        _listed.Clear();
        Run(8, start: 2);
        AssertFound(8);
    }

    private void Run(int pid, ulong start, Attachability status = Attachability.Ready)
    {
        _starts[pid] = start;
        _listed = [.. _listed.Where(target => target.Pid != pid), new ListedTarget
        {
            Pid = pid, Name = "app", CommandLine = "app", Status = status, Reason = $"why {pid}",
        }];
    }

    private FoundProcess AssertFound(int pid)
    {
        SearchResult result = _search.Look();
        Assert.Equal((pid, null), (result.Found?.Pid, result.Problem));
        return result.Found!.Value;
    }

    private void AssertNothing()
    {
        Assert.Equal(default, _search.Look());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(default, _search.Look());
    }

    private void AssertProblem(string expected)
    {
        Assert.Equal(default, _search.Look());
        _clock.Advance(TimeSpan.FromSeconds(2));
        SearchResult result = _search.Look();
        Assert.Null(result.Found);
        Assert.StartsWith(expected, result.Problem, StringComparison.Ordinal);
    }

    private sealed class SetClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
