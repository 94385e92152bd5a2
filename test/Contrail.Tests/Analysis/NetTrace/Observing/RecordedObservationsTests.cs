using Contrail.Analysis.NetTrace.Observing;
using Contrail.Analysis.Trials;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Observing;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.Triggers;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.DescribedEvents;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace.Observing;

/// <summary>Observations of recorded files.</summary>
public sealed class RecordedObservationsTests
{
    [Fact]
    public void Observations_are_in_the_order_of_time_without_those_that_a_recorder_has_added()
    {
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Stop", ("Id", 1)).In(1), 3_500, thread: 2)
            .CloseBlock()
            .Add(Event("Shop", "Start", ("Id", 1)).In(1), 100, thread: 1)
            .Add(Exception("A", "a"), 200, thread: 1)
            .Point(4_000)
            .Add(Exception("B", "b"), 4_100, thread: 1)
            .Add(Exception("Added", ""), 4_200, capture: OwnEvents.CaptureThreadId)
            .Add(Event("Other", "Last", ("Id", 1)), 5_100).Whole();
        (ObservedFile? read, List<Observation> observed) =
            Read(file, "pair:Shop/Start..Stop>3s", "exception", "event:Last payload.Idd=1");
        Assert.Equal(
            ["Shop/Start", "A", "Shop/Stop", "B", "Other/Last"], observed.Select(one => one.Subject));
        Assert.Equal(5e9, read!.End - read.Start);
        Assert.Equal(100e6, observed[1].Nanoseconds - read.Start);
        Assert.Equal("Id", Assert.Single(read.MissingFields).Nearest);
        TriggerSet rules = new([.. TriggerRules.Parse("pair:Shop/Start..Stop>3s", out _)]);
        Assert.Equal(3.4e9, Assert.Single(observed.SelectMany(one => rules.Decide(one))).Verdict.Figure);
    }

    [Fact]
    public void A_file_shows_all_names_that_it_has()
    {
        byte[] file = new NetTraceFile()
            .Add(Event("Shop", "Placed", ("Id", 1)), 100)
            .Add(Counter("System.Runtime", ("Name", "cpu-usage"), ("Mean", 1.5)), 200).Whole();
        (ObservedFile? read, _) = Read(
            file, "event:Shop/Plced", "event:Shop/Placed", "counter:System.Runtime/cpu-usag>9", "counter:Shop/x>9");
        Assert.Equal(
            ["Event Plced Placed", "Counter cpu-usag cpu-usage", "Provider x "],
            read!.MissingNames.Select(one => $"{one.Kind} {one.Name} {one.Nearest}"));
        Assert.All(read.MissingNames, one => Assert.Null(one.WaitedNanoseconds));
    }

    [Fact]
    public void More_events_than_a_recorder_takes_at_once_are_all_observed()
    {
        NetTraceFile file = new();
        const int Count = 3 * TappedBatch.MaxEvents;
        for (int number = 0; number < Count; number++)
        {
            file.Add(Exception("A", "a"), 100 + (number / 1000.0));
        }

        Assert.Equal(Count, Read(file.Whole(), "exception").Observed.Count);
    }

    [Fact]
    public void Activity_is_observed_for_conditions_on_silence()
    {
        NetTraceFile file = new();
        double[] moments = [0, 50, 99, 100, 150, 900, 950, 1_000];
        foreach (double moment in moments)
        {
            file.Add(Custom("Any", 1, "Tick"), moment);
        }

        (ObservedFile? read, List<Observation> observed) = Read(file.Whole(), "silence>1s");
        Assert.Equal([0, 100, 900, 1_000], observed.Select(one => (one.Nanoseconds - read!.Start) / 1e6));
        Assert.All(observed, one => Assert.Equal(SignalKind.Silence, one.Signal));
        Assert.Empty(Read(file.Whole(), "exception").Observed);
    }

    [Fact]
    public void A_torn_file_is_observed_up_to_there_and_another_file_is_none()
    {
        byte[] torn = new NetTraceFile().Add(Exception("A", "a"), 100).CloseBlock()
            .Add(Exception("B", "b"), 200).Torn(missingBytes: 5);
        using MemoryStream stream = new(torn);
        List<Observation> observed = [];
        Assert.True(RecordedObservations.TryRead(
            stream, Conditions("exception"), observed.Add, out ObservedFile? file, out TraceFault? fault, default));
        Assert.Equal("A", Assert.Single(observed).Subject);
        Assert.Equal(TraceFaultCode.EndsInsideFrame, fault?.Code);
        using MemoryStream other = new([1, 2, 3]);
        Assert.False(RecordedObservations.TryRead(
            other, Conditions("exception"), observed.Add, out file, out fault, default));
        Assert.NotNull(fault);
    }

    private static IReadOnlyList<SignalCondition> Conditions(params string[] expressions) =>
    [
        .. expressions.SelectMany(one => TriggerRules.Parse(one, out _)).SelectMany(rule => rule.On.Signals),
    ];

    private static (ObservedFile? File, List<Observation> Observed) Read(byte[] bytes, params string[] expressions)
    {
        using MemoryStream stream = new(bytes);
        List<Observation> observed = [];
        Assert.True(RecordedObservations.TryRead(
            stream, Conditions(expressions), observed.Add, out ObservedFile? file, out TraceFault? fault, default));
        Assert.Null(fault);
        return (file, observed);
    }
}
