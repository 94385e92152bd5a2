using Contrail.Analysis.Views;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>With a heap for each processor several threads report one collection, apart in the file.</summary>
public sealed class ServerCollectionTests
{
    private const int ForPreparation = 6;

    [Fact]
    public void A_start_on_another_thread_belongs_to_the_pause_around_it()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCStart(5, 2), at: 12, thread: 8)
            .Add(GCEnd(5, 2), at: 18, thread: 7).Add(RestartEnd(), at: 19, thread: 7));
        Assert.Equal(
            new CollectionPause(TimeSpan.Zero, Milliseconds(9), 5, 2, IsBackground: false, AtLeast: false),
            Assert.Single(collections.LongestPauses) with { Collections = [] });
        AssertNothingIsCut(collections);
    }

    [Fact]
    public void An_end_may_be_in_the_file_before_its_start()
    {
        NetTraceFile file = new();
        for (int number = 1; number <= 8; number++)
        {
            double at = number * 100;
            file.Add(SuspendBegin(), at, thread: 7).Add(GCEnd(number, 1), at + 20, thread: 7)
                .Add(RestartEnd(), at + 20 + number, thread: 7);
        }

        for (int number = 1; number <= 8; number++)
        {
            file.Add(GCStart(number, 1), (number * 100) + 5, thread: 8);
        }

        CollectionSummary collections = Read(file);
        Assert.Equal((8, 8), (collections.Count, collections.PauseCount));
        Assert.Equal(
            Enumerable.Range(1, 8).Reverse().Select(number => ((long?)number, (int?)1, Milliseconds(20 + number))),
            collections.LongestPauses.Select(pause => (pause.CollectionNumber, pause.Generation, pause.Duration)));
        AssertNothingIsCut(collections);
    }

    [Fact]
    public void A_background_collection_is_started_by_one_thread_and_resumed_by_another()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(SuspendBegin(ForPreparation), at: 30, thread: 9).Add(RestartEnd(), at: 34, thread: 9)
            .Add(GCEnd(5, 2), at: 40, thread: 9)
            .Add(RestartEnd(), at: 13, thread: 8)
            .Add(SuspendBegin(), at: 10, thread: 7).Add(SuspendBegin(), at: 20, thread: 7)
            .Add(GCEnd(6, 0), at: 21, thread: 7).Add(RestartEnd(), at: 22, thread: 7)
            .Add(GCStart(5, 2, type: 1), at: 11, thread: 6).Add(GCStart(6, 0), at: 20.5, thread: 6));
        Assert.Equal((2, 1, 3), (collections.Count, collections.BackgroundCount, collections.PauseCount));
        Assert.Equal(
            [(5L, true, 4d), (5L, true, 3d), (6L, false, 2d)],
            collections.LongestPauses.Select(pause =>
                (pause.CollectionNumber ?? 0, pause.IsBackground, pause.Duration.TotalMilliseconds)));
        AssertNothingIsCut(collections);
    }

    [Fact]
    public void A_pause_to_change_the_heaps_belongs_to_no_collection()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(GCEnd(4, 2), at: 6, thread: 7).Add(GCStart(4, 2), at: 2, thread: 8)
            .Add(SuspendBegin(ForPreparation), at: 10, thread: 7).Add(RestartEnd(), at: 11, thread: 7));
        CollectionPause pause = Assert.Single(collections.LongestPauses);
        Assert.Equal((null, false), (pause.CollectionNumber, pause.IsBackground));
    }

    [Fact]
    public void A_collection_with_a_lost_start_did_not_run_when_the_window_began()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(GCEnd(3, 1), at: 5, thread: 7).Add(RestartEnd(), at: 6, thread: 7)
            .Add(SuspendBegin(), at: 10, thread: 7).Add(GCEnd(4, 1), at: 18, thread: 7)
            .Add(RestartEnd(), at: 19, thread: 7)
            .Add(SuspendBegin(), at: 30, thread: 7).Add(GCEnd(5, 1), at: 38, thread: 7)
            .Add(RestartEnd(), at: 39, thread: 7)
            .Add(GCStart(5, 1), at: 31, thread: 8, lost: 1));
        Assert.Equal((1, 3), (collections.RunningAtStart, collections.PauseCount));
        Assert.Equal(0, collections.UnpairedCount);
    }

    [Fact]
    public void A_collection_with_a_lost_end_is_over_when_another_began()
    {
        CollectionSummary collections = Read(new NetTraceFile()
            .Add(GCStart(1, 0), at: 11, thread: 8).Add(GCStart(2, 0), at: 21, thread: 8)
            .Add(GCStart(3, 2, type: 1), at: 31, thread: 8)
            .Add(GCEnd(2, 0), at: 25, thread: 7, lost: 1));
        Assert.Equal((3, 1, 0), (collections.Count, collections.RunningAtEnd, collections.RunningAtStart));
    }

    [Fact]
    public void More_collections_than_are_held_at_a_time_are_still_added_up()
    {
        const int Count = 210_000;
        NetTraceFile file = new();
        for (int number = 1; number <= Count; number++)
        {
            file.Add(SuspendBegin(), number, thread: 7).Add(GCEnd(number, 0), number + 0.4, thread: 7)
                .Add(RestartEnd(), number + 0.5, thread: 7).Add(GCStart(number, 0), number + 0.1, thread: 8);
            if (number % 1_000 == 0)
            {
                file.CloseBlock();
            }
        }

        CollectionSummary collections = Read(file);
        Assert.Equal((Count, Count), (collections.Count, collections.PauseCount));
        Assert.Equal(Count / 2d, collections.PauseTotal.TotalMilliseconds, precision: 1);
        Assert.DoesNotContain(collections.LongestPauses, pause => pause.CollectionNumber is null);
        AssertNothingIsCut(collections);
    }

    private static void AssertNothingIsCut(CollectionSummary collections) => Assert.Equal(
        (0, 0, 0), (collections.RunningAtStart, collections.RunningAtEnd, collections.UnpairedCount));

    private static TimeSpan Milliseconds(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static CollectionSummary Read(NetTraceFile file) => Summaries.Read(file.Whole()).Collections;
}
