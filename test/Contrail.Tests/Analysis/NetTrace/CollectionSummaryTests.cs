using Contrail.Analysis.Views;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

public sealed class CollectionSummaryTests
{
    private const int ForPreparation = 6;

    [Fact]
    public void A_pause_is_from_the_request_to_the_restart_of_the_same_thread()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(Custom("App", 1, "Begin"), at: 100)
            .Add(SuspendBegin(), at: 150, thread: 7).Add(GCStart(5, 2, reason: 1), at: 151, thread: 7)
            .Add(GCEnd(5, 2), at: 158, thread: 7).Add(RestartEnd(), at: 160, thread: 7));
        Assert.Equal((1, 1), (collections.Count, collections.PauseCount));
        Assert.Equal([0L, 0L, 1L], collections.CountByGeneration);
        Assert.Equal(new NamedCount("induced", 1), Assert.Single(collections.Reasons));
        Assert.Equal(Milliseconds(10), collections.PauseTotal);
        Assert.Equal(
            new CollectionPause(Milliseconds(50), Milliseconds(10), 5, 2, IsBackground: false, AtLeast: false),
            Assert.Single(collections.LongestPauses) with { Collections = [] });
        Assert.Equal((0, 0, 0), (collections.RunningAtStart, collections.RunningAtEnd, collections.UnpairedCount));
    }

    [Fact]
    public void A_collection_in_the_background_has_two_short_pauses_and_leaves_room_for_others()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(5, 2, type: 1), at: 11, thread: 7)
            .Add(RestartEnd(), at: 13, thread: 7)
            .Add(SuspendBegin(), at: 20, thread: 7).Add(GCStart(6, 0), at: 20.5, thread: 7)
            .Add(GCEnd(6, 0), at: 21, thread: 7).Add(RestartEnd(), at: 22, thread: 7)
            .Add(SuspendBegin(ForPreparation), at: 30, thread: 8).Add(RestartEnd(), at: 34, thread: 8)
            .Add(GCEnd(5, 2), at: 40, thread: 8));
        Assert.Equal((2, 1, 3), (collections.Count, collections.BackgroundCount, collections.PauseCount));
        Assert.Equal(Milliseconds(3 + 2 + 4), collections.PauseTotal);
        Assert.Equal(
            new CollectionPause(Milliseconds(20), Milliseconds(4), 5, 2, IsBackground: true, AtLeast: false),
            collections.LongestPauses[0] with { Collections = [] });
        Assert.Equal(
            [(5L, true), (5L, true), (6L, false)],
            collections.LongestPauses.Select(pause => (pause.CollectionNumber ?? 0, pause.IsBackground)));
        Assert.Equal(0, collections.RunningAtEnd);
    }

    [Fact]
    public void A_pause_with_two_collections_names_both_the_longer_one_first()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(5, 2, type: 1), at: 11, thread: 7)
            .Add(GCStart(6, 1), at: 13, thread: 7).Add(GCEnd(6, 1), at: 220, thread: 7)
            .Add(RestartEnd(), at: 222, thread: 7).Add(GCEnd(5, 2), at: 300, thread: 8));
        CollectionPause pause = Assert.Single(collections.LongestPauses);
        Assert.Equal(
            new CollectionPause(TimeSpan.Zero, Milliseconds(212), 6, 1, IsBackground: false, AtLeast: false),
            pause with { Collections = [] });
        Assert.Equal(
            [
                new CollectionInPause(6, 1, IsBackground: false, Milliseconds(207)),
                new CollectionInPause(5, 2, IsBackground: true, Duration: null),
            ],
            pause.Collections);
    }

    [Fact]
    public void Threads_may_be_in_the_file_one_after_the_other()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 50, thread: 8).Add(GCStart(2, 0), at: 51, thread: 8)
            .Add(GCEnd(2, 0), at: 52, thread: 8).Add(RestartEnd(), at: 53, thread: 8)
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(1, 0), at: 11, thread: 7)
            .Add(GCEnd(1, 0), at: 12, thread: 7).Add(RestartEnd(), at: 14, thread: 7));
        Assert.Equal((2, 0), (collections.PauseCount, collections.UnpairedCount));
        Assert.Equal(Milliseconds(7), collections.PauseTotal);
    }

    [Fact]
    public void A_thread_that_waits_for_another_to_finish_has_not_suspended_yet()
    {
        // Thread 8 requests a suspension while thread 7 holds all threads, and gets its turn when that is over.
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(SuspendBegin(), at: 12, thread: 8)
            .Add(RestartEnd(), at: 20, thread: 7).Add(RestartEnd(), at: 23, thread: 8));
        Assert.Equal((2, Milliseconds(13)), (collections.PauseCount, collections.PauseTotal));
    }

    [Fact]
    public void Suspensions_for_samples_are_not_pauses_of_collections()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(reason: 0), at: 10).Add(RestartEnd(), at: 11)
            .Add(SuspendBegin(reason: 5), at: 20).Add(RestartEnd(), at: 22));
        Assert.Equal((0, 2), (collections.PauseCount, collections.OtherSuspensionCount));
        Assert.Equal(Milliseconds(3), collections.OtherSuspensionTotal);
    }

    [Fact]
    public void A_collection_that_ran_when_the_window_began_pauses_from_its_beginning()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(Custom("App", 1, "Begin"), at: 100)
            .Add(GCEnd(5, 2), at: 140, thread: 7).Add(RestartEnd(), at: 145, thread: 7));
        Assert.Equal((0, 1, 0), (collections.Count, collections.RunningAtStart, collections.UnpairedCount));
        CollectionPause pause = Assert.Single(collections.LongestPauses);
        Assert.Equal((TimeSpan.Zero, Milliseconds(45), true), (pause.Offset, pause.Duration, pause.AtLeast));
        Assert.Equal(Milliseconds(45), collections.PauseTotal);
    }

    [Fact]
    public void A_collection_that_runs_when_the_window_ends_pauses_until_then()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(5, 2), at: 11, thread: 7)
            .Add(Custom("App", 1, "End"), at: 3_010, thread: 9));
        Assert.Equal((1, 1), (collections.Count, collections.RunningAtEnd));
        CollectionPause pause = Assert.Single(collections.LongestPauses);
        Assert.Equal((Milliseconds(3_000), true, 5L), (pause.Duration, pause.AtLeast, pause.CollectionNumber));
    }

    [Fact]
    public void Lost_halves_are_counted_and_make_no_pause()
    {
        // The end of the first and the beginning of the second are missing; then a complete one follows.
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(SuspendBegin(), at: 20, thread: 7, lost: 3)
            .Add(RestartEnd(), at: 22, thread: 7)
            .Add(GCEnd(9, 0), at: 29, thread: 8).Add(RestartEnd(), at: 30, thread: 8)
            .Add(SuspendBegin(), at: 15, thread: 9)
            .Add(Custom("App", 1, "End"), at: 900, thread: 9).Point(at: 1_000));
        Assert.Equal((1, Milliseconds(2)), (collections.PauseCount, collections.PauseTotal));
        Assert.Equal(3, collections.UnpairedCount);
    }

    [Fact]
    public void The_ten_longest_are_first()
    {
        NetTraceFile file = new();
        for (int number = 1; number <= 30; number++)
        {
            file.Add(SuspendBegin(), at: number * 100).Add(GCStart(number, 0), at: (number * 100) + 0.1)
                .Add(GCEnd(number, 0), at: (number * 100) + 0.2)
                .Add(RestartEnd(), at: (number * 100) + ((number * 7) % 31));
        }

        CollectionSummary collections = Read(file);
        Assert.Equal(30, collections.PauseCount);
        Assert.Equal(
            Enumerable.Range(21, 10).Reverse().Select(milliseconds => Milliseconds(milliseconds)),
            collections.LongestPauses.Select(pause => pause.Duration));
        Assert.Equal(Milliseconds(30 * 31 / 2), collections.PauseTotal);
    }

    [Fact]
    public void Payloads_cut_short_and_numbers_that_cannot_be_are_survived()
    {
        FileEvent start = GCStart(1, 0);
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(start with { Payload = [1, 2] }, at: 1).Add(GCEnd(7, 0) with { Payload = [] }, at: 2)
            .Add(SuspendBegin() with { Payload = [] }, at: 3).Add(RestartEnd() with { Payload = [] }, at: 4)
            .Add(GCStart(-1, 77, reason: 99), at: 5));
        Assert.Equal((1, 1), (collections.Count, collections.OtherSuspensionCount));
        Assert.Equal("reason 99", Assert.Single(collections.Reasons).Name);
    }

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static CollectionSummary Read(NetTraceFile file) => Summaries.Read(file.Whole()).Collections;
}
