using Contrail.Core.Formats;
using Contrail.Sources;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>Readings of figures ten times a second, for a limited time.</summary>
public sealed class QuickFiguresTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualTime _time = new();
    private readonly List<bool> _readings = [];
    private readonly List<Work> _works = [];
    private readonly QuickFigures _quick;
    private TimeSpan _readingTakes;
    private TimeSpan _used;

    public QuickFiguresTests() => _quick = new QuickFigures(
        Read, Repeat, _time, () => new(_time.GetTimestamp()), () => _used);

    [Fact]
    public void Readings_are_ten_a_second_for_the_time_and_the_first_of_each_ten_is_complete()
    {
        _quick.Begin(TimeSpan.FromSeconds(2));
        Assert.True(_quick.IsActive);
        Assert.Equal(1, _works[0].WakeCount);
        Run(TimeSpan.FromSeconds(10));
        Assert.Equal(21, _readings.Count);
        Assert.Equal([0, 10, 20], Enumerable.Range(0, 21).Where(index => !_readings[index]));
        Assert.False(_quick.IsActive);
        Assert.True(_works[0].IsEnded);
        Assert.Equal("figures: 21 readings, 10 per second, 0.0 ms CPU", _quick.LineSince(default));
        Assert.Null(_quick.LineSince(new TraceTicks(_time.GetTimestamp())));
    }

    [Fact]
    public void Requests_that_overlap_share_readings_and_last_a_limited_time_together()
    {
        for (int second = 0; second < 100; second++)
        {
            _quick.Begin(TimeSpan.FromSeconds(second < 50 ? 3 : 0));
            Run(TimeSpan.FromSeconds(1));
        }

        // The limit, and then what the later requests need.
        Assert.Equal(2, _works.Count);
        Assert.All(_works, work => Assert.True(work.IsEnded));
        Assert.InRange(_readings.Count, 500, 540);
        _readings.Clear();
        _quick.Begin(TimeSpan.FromHours(1));
        Run(TimeSpan.FromMinutes(5));
        Assert.Equal((int)QuickFigures.MaxDuration.TotalSeconds * QuickFigures.PerSecond, _readings.Count - 1);
    }

    [Fact]
    public void Readings_that_take_too_long_end_and_the_line_has_the_reason()
    {
        _readingTakes = QuickFigures.MaxReading + TimeSpan.FromMilliseconds(1);
        _quick.Begin(TimeSpan.FromSeconds(20));
        Run(TimeSpan.FromSeconds(20));
        Assert.Equal(5, _readings.Count);
        Assert.False(_quick.IsActive);
        Assert.Equal(
            "figures: 5 readings, 10 per second, 30.0 ms CPU; ended because they took more than 5 % of a processor",
            _quick.LineSince(default));
    }

    [Fact]
    public void Nothing_is_read_without_a_time_and_after_the_end()
    {
        _quick.Begin(TimeSpan.Zero);
        Assert.False(_quick.IsActive);
        _quick.Begin(TimeSpan.FromSeconds(2));
        _quick.Dispose();
        Assert.True(_works[0].IsEnded);
        _quick.Begin(TimeSpan.FromSeconds(2));
        Assert.False(_quick.IsActive);
        Assert.Single(_works);
        Assert.Null(_quick.LineSince(default));
    }

    public void Dispose() => _quick.Dispose();

    private void Run(TimeSpan duration)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += Interval)
        {
            if (_works.Count > 0 && !_works[^1].IsEnded)
            {
                _works[^1].Turn();
            }

            _time.Advance(Interval);
        }
    }

    private void Read(bool isQuick)
    {
        _readings.Add(isQuick);
        _used += _readingTakes;
    }

    private Work Repeat(TimeSpan interval, Action turn)
    {
        Assert.Equal(Interval, interval);
        _works.Add(new Work(turn));
        return _works[^1];
    }

    private sealed class Work(Action turn) : IRepeatedWork
    {
        public Action Turn => turn;

        public int WakeCount { get; private set; }

        public bool IsEnded { get; private set; }

        public void Wake() => WakeCount++;

        public void Dispose() => IsEnded = true;
    }
}
