using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

/// <summary>Threads are summed, counted by state, and the busiest reported, however many there are.</summary>
public sealed class ThreadFiguresTests
{
    private static readonly FigureEvent Process = FigureTable.Target;
    private static readonly FigureEvent Thread = FigureTable.BusyThread;

    [Fact]
    public void Sums_start_with_the_reading_and_include_new_threads()
    {
        using FakeProc proc = new FakeProc().Stat().Thread(1001, "old", 1_000, 500, 50);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        KeptFigures first = KeptFigures.Read(reader)!;
        Assert.Equal((0, 0), (first.Of(Process, "RunQueueDelay"), first.Of(Process, "RunCount")));
        Assert.DoesNotContain("Thread", first.Names);

        proc.Stat(threads: 2).Thread(1001, "old", 1_100, 520, 51).Thread(1002, "new", 300, 30, 3);
        KeptFigures second = KeptFigures.Read(reader)!;
        Assert.Equal((50, 4), (second.Of(Process, "RunQueueDelay"), second.Of(Process, "RunCount")));
        Assert.Equal([("new", 2), ("old", 1)], second.Subjects(Thread));
        Assert.Equal(1_100, second.Of(Thread, "RunTime", "old"));
        Assert.Equal(9, second.Of(Thread, "VoluntarySwitches", "old"));

        proc.Stat(threads: 1).EndThread(1002);
        KeptFigures third = KeptFigures.Read(reader)!;
        Assert.Equal(50, third.Of(Process, "RunQueueDelay"));
        Assert.DoesNotContain("Thread", third.Names);
    }

    // Threads are listed again if there are more or fewer, or if one cannot be read.
    [Fact]
    public void A_thread_in_place_of_another_is_found_a_turn_after_the_end_of_that_one()
    {
        using FakeProc proc = new FakeProc().Stat(threads: 2).Thread(1001, "a", 1, 0, 1).Thread(1002, "b", 1, 0, 1);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        KeptFigures.Read(reader);

        proc.EndThread(1002);
        proc.Thread(1003, "c", 70, 5, 2);
        Assert.Equal(0, KeptFigures.Read(reader)!.Of(Process, "RunCount"));

        KeptFigures turn = KeptFigures.Read(reader)!;
        Assert.Equal([("c", 3)], turn.Subjects(Thread));
        Assert.Equal((5, 2), (turn.Of(Process, "RunQueueDelay"), turn.Of(Process, "RunCount")));
    }

    [Fact]
    public void States_are_counted_and_read_again_only_after_a_thread_has_run()
    {
        using FakeProc proc = new FakeProc().Stat().Thread(1, "a", 1, 1, 1, 'R').Thread(2, "b", 1, 1, 1, 'D')
            .Thread(3, "c", 1, 1, 1).Thread(4, "d", 1, 1, 1, 't').Thread(5, "e", 1, 1, 1, 'Z');
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.Equal([1, 1, 1, 1], States(KeptFigures.Read(reader)!));

        proc.Thread(1, "a", 1, 1, 1, 'D').Thread(2, "b", 2, 1, 2);
        Assert.Equal([1, 0, 2, 1], States(KeptFigures.Read(reader)!));
    }

    [Fact]
    public void A_quick_turn_reads_only_the_busiest_and_no_states()
    {
        using FakeProc proc = new FakeProc().Stat().Thread(1001, "busy", 1, 0, 1).Thread(1002, "idle", 1, 0, 1);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        KeptFigures.Read(reader);
        proc.Thread(1001, "busy", 100, 0, 2);
        KeptFigures.Read(reader);

        proc.Thread(1001, "busy", 200, 7, 4).Thread(1002, "idle", 500, 0, 9);
        KeptFigures quick = KeptFigures.Read(reader, isQuick: true)!;
        Assert.Equal(["busy"], quick.Subjects(Thread).Select(thread => thread.Text));
        Assert.Equal((7, 3), (quick.Of(Process, "RunQueueDelay"), quick.Of(Process, "RunCount")));
        Assert.Equal(FigureTable.Unknown, quick.Of(Process, "ThreadsSleeping"));

        Assert.Equal(["idle"], KeptFigures.Read(reader)!.Subjects(Thread).Select(thread => thread.Text));
    }

    [Fact]
    public void Without_schedstat_the_busiest_are_found_by_their_processor_time()
    {
        using FakeProc proc = new FakeProc().Stat().Thread(1001, "a", 0, 0, 0).Thread(1002, "b", 0, 0, 0);
        proc.Delete("task/1001/schedstat");
        proc.Delete("task/1002/schedstat");
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        Assert.Equal(FigureTable.Unknown, KeptFigures.Read(reader)!.Of(Process, "RunQueueDelay"));

        proc.Thread(1002, "b", 0, 0, 0, userTicks: 3);
        proc.Delete("task/1002/schedstat");
        KeptFigures turn = KeptFigures.Read(reader)!;
        Assert.Equal(["b"], turn.Subjects(Thread).Select(thread => thread.Text));
        Assert.Equal(30_000_000, turn.Of(Thread, "UserTime"));
        Assert.Equal(FigureTable.Unknown, turn.Of(Thread, "RunTime"));
    }

    // More than a turn reads: all are read in two turns, and none counts twice.
    [Fact]
    public void Very_many_threads_are_read_in_turns()
    {
        const int Count = 1_500;
        using FakeProc proc = new FakeProc().Stat(threads: Count);
        AddThreads(proc, Count, 1);
        using FigureReader reader = FigureReader.Open(FakeProc.Pid, proc.Path)!;
        KeptFigures.Read(reader);
        KeptFigures.Read(reader);

        AddThreads(proc, Count, 2);
        long half = KeptFigures.Read(reader)!.Of(Process, "RunCount");
        long all = KeptFigures.Read(reader)!.Of(Process, "RunCount");
        Assert.InRange(half, 1, Count - 1);
        Assert.Equal(Count, all);
        Assert.InRange(KeptFigures.Read(reader)!.Of(Process, "RunCount"), Count, Count);
    }

    private static void AddThreads(FakeProc proc, int count, long runCount)
    {
        for (int id = 1; id <= count; id++)
        {
            proc.Target($"task/{id}/schedstat", $"{runCount} 0 {runCount}\n");
        }
    }

    private static long[] States(KeptFigures turn) =>
    [
        turn.Of(Process, "ThreadsRunning"), turn.Of(Process, "ThreadsBlocked"), turn.Of(Process, "ThreadsSleeping"),
        turn.Of(Process, "ThreadsStopped"),
    ];
}
