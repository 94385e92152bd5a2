using System.Globalization;
using Contrail.Core.Formats;
using Contrail.Core.GoTrace.Observing;
using Contrail.Core.GoTrace.Recording;
using Contrail.Core.GoTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Observing;

/// <summary>What is observed of a Go trace while it is recorded.</summary>
public sealed class GoObserverTests : IDisposable
{
    private const string OneThread = "7: ProcStatus 0 0 1, GoStatus 0 1 7 2";
    private const double ToleranceNanoseconds = 1_000;

    private readonly GoBatchTap _tap = new();
    private readonly TraceRecording _recording;
    private readonly GoObserver _observer;
    private readonly List<Observation> _taken = [];

    public GoObserverTests()
    {
        _recording = new TraceRecording(
            new GoTraceFormat(tap: _tap), new RecordingLimits(TimeSpan.FromSeconds(60), 256 << 20),
            GoTraceSplitter.MaxFrameBytes);
        _observer = new GoObserver(_tap);
    }

    public static TheoryData<string> Traces { get; } = SharedGoTraces.Names("traces", "*.trace");

    [Theory]
    [InlineData("stop-the-world>1ns", OneThread + ", STWBegin 100 1 1, STWEnd 20", "StopTheWorld 20 one")]
    [InlineData("stop-the-world>1ns", OneThread + ", STWEnd 20", "")]
    [InlineData("gc-pause>1ns", OneThread + ", STWBegin 100 1 1, STWEnd 20", "")]
    [InlineData("region>1ns", OneThread + ", UserRegionBegin 10 0 1 1, UserRegionBegin 5 0 2 1, "
        + "UserRegionEnd 7 0 2 1, UserRegionEnd 30 0 1 1", "Region 7 two|Region 42 one")]
    [InlineData("region>1ns", OneThread + ", UserRegionEnd 7 0 2 1", "")]
    [InlineData("region>1ns", OneThread + ", GoBlock 1 1 1, UserRegionBegin 5 0 2 1, UserRegionEnd 7 0 2 1", "")]
    [InlineData("region>1ns", OneThread + ", UserTaskBegin 10 9 0 2 1, UserTaskEnd 5 9 1, UserTaskEnd 6 9 1",
        "Region 5 two")]
    [InlineData("log", OneThread + ", UserLog 10 0 1 2 1", "Log  one two")]
    [InlineData("scheduling>1ns", OneThread + ", GoStop 10 1 1, GoStart 30 1 1", "Scheduling 30 ")]
    [InlineData("scheduling>1ns", OneThread + ", GoCreate 10 2 1 1, GoBlock 5 1 1, GoStart 40 2 1", "Scheduling 45 ")]
    [InlineData("scheduling>1ns", OneThread + ", GoCreateBlocked 10 2 1 1, GoSwitch 5 2 1", "Scheduling 0 ")]
    [InlineData("scheduling>1ns", OneThread + "; 8: ProcStatus 2 1 1, GoStatus 0 2 -1 4, GoUnblock 10 2 1 0, "
        + "GoStart 30 2 2", "Scheduling 30 ")]
    [InlineData("scheduling>1ns", OneThread + ", GoStatus 1 2 -1 1, GoBlock 5 1 1, GoStart 40 2 1", "")]
    [InlineData("silence>1s", OneThread + ", UserLog 10 0 1 2 1", "")]
    public void Each_signal_is_observed_if_a_rule_uses_it(string expression, string drawing, string observed)
    {
        Use(expression);
        Feed(GoDrawing.Trace(26, drawing));
        Assert.Equal(observed, Text());
    }

    [Fact]
    public void A_stop_for_the_collector_is_a_pause_of_it()
    {
        Use("gc-pause>1ns");
        GoTraceFile file = new GoTraceFile(26).Clocks(1, 1_000)
            .Batch(1, 7, 1_000, GoDrawing.Events("GoStatus 0 1 7 2, STWBegin 100 9 0, STWEnd 20"))
            .Batch(1, GoTraceFile.NoThread, 1_900, [0x04, 0x05, 0x09, 0x07, .. "GC mark"u8]);
        Feed(file.End().Bytes);
        Assert.Equal("GcPause 20 ", Text());
    }

    [Fact]
    public void What_begins_in_one_generation_ends_in_another()
    {
        Use("region>1ns");
        Feed(GoDrawing.Trace(26, OneThread + ", UserRegionBegin 10 0 1 1", "7: UserRegionEnd 10 0 1 1"));
        Assert.Equal("Region 1000 one", Text());
    }

    [Fact]
    public void Nothing_passes_a_gap()
    {
        Use("region>1ns");
        GoTraceFile file = new(26);
        GoDrawing.Add(file, 1, OneThread + ", UserRegionBegin 10 0 1 1");
        GoDrawing.Add(file, 3, OneThread + ", UserRegionEnd 10 0 1 1");
        Feed(file.Bytes);
        Assert.Equal("", Text());
    }

    [Fact]
    public void A_generation_that_is_not_taken_in_time_is_counted()
    {
        Use("log");
        string logged = OneThread + ", UserLog 10 0 1 2 1";
        _recording.Append(GoDrawing.Trace(26, logged, logged, logged));
        Take();
        Assert.Equal("Log  one two", Text());
        Assert.Equal(2, _observer.MissedCount);
    }

    [Fact]
    public void A_generation_over_the_limit_is_observed_up_to_it_and_the_rest_is_counted()
    {
        Use("log");
        byte[] full = GoDrawing.Events(string.Join(", ", Enumerable.Repeat("UserLog 0 0 1 2 0", 10_000)));
        GoTraceFile file = new GoTraceFile(26).Clocks(1, 1_000)
            .Batch(1, 7, 1_000, GoDrawing.Events("GoStatus 0 1 7 2"));
        const int Count = (TappedGeneration.MaxEventBytes / 60_000) + 3;
        for (int index = 0; index < Count; index++)
        {
            file.Batch(1, 7, 1_001, full);
        }

        Assert.Equal(60_000, full.Length);
        file.Batch(1, GoTraceFile.NoThread, 1_900, [0x04, 0x05, 0x01, 0x01, .. "a"u8, 0x05, 0x02, 0x01, .. "b"u8]);
        _recording.Append(file.End().Bytes);
        Take();
        Assert.Equal(GoObserver.MaxObservations, _taken.Count);
        TakeAll();
        Assert.Equal((Count - 3) * 10_000, _taken.Count);
        Assert.Equal(3, _observer.MissedCount);
    }

    [Fact]
    public void Nothing_is_copied_before_a_rule_uses_it()
    {
        Feed(GoDrawing.Trace(26, OneThread + ", UserLog 10 0 1 2 1"));
        Assert.Null(_tap.Take());
        Use("silence>1s");
        Assert.False(_tap.IsUsed);
    }

    [Fact]
    public void Invalid_events_are_counted_and_do_no_harm()
    {
        Use("log");
        GoTraceFile file = new GoTraceFile(26).Clocks(1, 1_000)
            .Batch(1, 7, 1_000, [0xEE, 0x01])
            .Batch(1, 8, 1_000, GoDrawing.Events("UserLog 10 0 1 2 1"))
            .Batch(1, GoTraceFile.NoThread, 1_900, [0x04, 0x07]);
        Feed(file.End().Bytes);
        Assert.Equal("Log  ", Text());
        Assert.Equal(2, _observer.MissedCount);
    }

    [Fact]
    public void Changed_bytes_never_throw()
    {
        const string Every = OneThread
            + ", STWBegin 100 1 1, STWEnd 20, UserRegionBegin 10 0 1 1, UserRegionEnd 3 0 1 1, "
            + "UserTaskBegin 10 9 0 2 1, UserTaskEnd 5 9 1, UserLog 10 0 1 2 1, GoStop 10 1 1, GoStart 30 1 1; "
            + "8: ProcStatus 2 1 1, GoStatus 0 2 -1 4, GoUnblock 10 2 1 0, GoStart 30 2 2";
        byte[] trace = GoDrawing.Trace(26, Every);
        Gen.Select(Gen.Int[0, trace.Length - 1], Gen.Byte).List[1, 6].Sample(changes =>
        {
            byte[] changed = [.. trace];
            changes.ForEach(change => changed[change.Item1] = change.Item2);
            using GoObserverTests recorded = new();
            recorded.Use("stop-the-world>1ns", "gc-pause>1ns", "scheduling>1ns", "region>1ns", "log");
            recorded.Feed(changed);
        });
    }

    [Theory]
    [MemberData(nameof(Traces))]
    public void The_figures_of_a_real_trace_are_those_of_the_views(string name)
    {
        byte[] trace = File.ReadAllBytes(Path.Combine(SharedGoTraces.Require("traces"), name));
        Use("stop-the-world>1ns", "gc-pause>1ns", "scheduling>1ns", "region>1ns", "log");
        Feed(trace);
        _recording.Complete(default, StreamEnd.Unknown);
        TakeAll();
        Assert.Equal(0, _observer.MissedCount);
        List<Observation> expected = GoFigures.Of(trace);
        Assert.Equal(Counts(expected), Counts(_taken));
        foreach ((Observation figure, Observation observed) in Sorted(expected).Zip(Sorted(_taken)))
        {
            Assert.Equal(figure.Signal, observed.Signal);
            Assert.Equal(figure.Subject, observed.Subject);
            Assert.Equal(figure.Text, observed.Text);
            Assert.Equal(figure.Value ?? 0, observed.Value ?? 0, ToleranceNanoseconds);
        }
    }

    public void Dispose() => _recording.Dispose();

    private static string Counts(IEnumerable<Observation> observed) => string.Join(
        ", ", observed.GroupBy(one => one.Signal).OrderBy(group => group.Key)
            .Select(group => $"{group.Key}: {group.Count()}"));

    private static IOrderedEnumerable<Observation> Sorted(IEnumerable<Observation> observed) =>
        observed.OrderBy(one => one.Signal).ThenBy(one => one.Subject, StringComparer.Ordinal)
            .ThenBy(one => one.Text, StringComparer.Ordinal).ThenBy(one => one.Value);

    private void Use(params string[] expressions) => _observer.Use(expressions
        .SelectMany(expression => TriggerRules.Parse(expression, out _)).SelectMany(rule => rule.On.Signals));

    // In parts of less than a generation: two that end at once are more than are held.
    private void Feed(byte[] bytes)
    {
        foreach (byte[] chunk in bytes.Chunk(Math.Clamp(bytes.Length / 100, 16, 4_096)))
        {
            _recording.Append(chunk);
            TakeAll();
        }
    }

    private void TakeAll()
    {
        while (Take())
        {
        }
    }

    private bool Take()
    {
        int before = _taken.Count;
        _observer.Take(_taken);
        return _taken.Count > before;
    }

    private string Text() => string.Join('|', _taken.Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{one.Signal} {one.Value} {one.Subject}")
        + (one.Text.Length > 0 ? " " + one.Text : "")));
}
