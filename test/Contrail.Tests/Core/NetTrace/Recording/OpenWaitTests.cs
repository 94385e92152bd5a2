using Contrail.Analysis.Views;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>A wait that began before the window and has not ended is in the snapshot.</summary>
public sealed class OpenWaitTests
{
    private const ulong Waiting = 7;
    private static readonly FileEvent Tick = Custom("Drawn", 1, "Tick");
    private static readonly RecordingLimits Second = new(TimeSpan.FromSeconds(1), 4 << 20);

    [Fact]
    public void It_is_carried_until_its_thread_writes_again()
    {
        NetTraceFile file = new();
        file.Add(ContentionStart(), 10, Waiting).Add(Tick, 20).CloseBlock();
        int sent = AddSeconds(file, 3, 12);
        using Recorded recorded = new(Second);
        ContentionSummary waits = Read(recorded.Feed(file.Torn()));
        Assert.Equal((1, 1), (waits.WaitingAtEnd, waits.WaitingSinceBefore));
        Assert.InRange(waits.LongestWaitingAtEnd, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(7));

        // The thread continues: first in the window, then before it.
        file.Add(ContentionStop(12e9), 12_100, Waiting).CloseBlock();
        Assert.Equal((1, 0, 0), Counts(recorded.Feed(file.Torn().AsSpan(sent))));
        sent = file.Torn().Length;
        AddSeconds(file, 15, 24);
        Assert.Equal((0, 0, 0), Counts(recorded.Feed(file.Torn().AsSpan(sent))));
    }

    [Fact]
    public void A_wait_for_the_handle_of_a_lock_leaves_the_wait_for_the_lock()
    {
        NetTraceFile file = new();
        file.Add(ContentionStart(), 10, Waiting).Add(HandleWaitStart(), 11, Waiting)
            .Add(ContentionStart(), 12, Waiting + 1).Add(Tick, 13).CloseBlock()
            .Add(HandleWaitStart(), 14, Waiting + 1).CloseBlock()
            .Add(HandleWaitStart(), 15, Waiting + 2)
            .Add(ContentionStart(), 16, Waiting + 3).Add(HandleWaitStart(), 17, Waiting + 3, lost: 1).CloseBlock();
        AddSeconds(file, 3, 12);
        using Recorded recorded = new(Second);
        ContentionSummary waits = Read(recorded.Feed(file.Torn()));
        Assert.Equal((2, 2), (waits.WaitingAtEnd, waits.WaitingSinceBefore));
    }

    [Fact]
    public void It_has_its_thread_and_its_lock_and_is_first()
    {
        NetTraceFile file = new();
        file.Add(ContentionStart(), 10, Waiting).CloseBlock();
        AddSeconds(file, 3, 12);
        using Recorded recorded = new(Second);
        ReadBack read = ReadBack.Of(recorded.Feed(file.Torn()).File().Bytes);
        string wait = read.Events[0];
        Assert.StartsWith("Microsoft-Windows-DotNETRuntime/81 ", wait, StringComparison.Ordinal);
        Assert.Contains($" t{Waiting} ", wait, StringComparison.Ordinal);
        Assert.EndsWith(Convert.ToHexString(ContentionStart().Payload), wait, StringComparison.Ordinal);
        Assert.Equal(read.Times[0], read.Times.Min());
    }

    [Fact]
    public void It_is_not_carried_where_its_end_may_have_been_lost()
    {
        NetTraceFile file = new();
        file.Add(ContentionStart(), 10, Waiting).CloseBlock();

        // The point counts one event of the thread that did not arrive.
        file.Block(NetTraceFrameKind.SequencePoint, SequencePoint.Build(file.At(20), [(Waiting, 2)]));
        AddSeconds(file, 3, 12);
        using Recorded recorded = new(Second);
        Assert.Equal((0, 0, 0), Counts(recorded.Feed(file.Torn())));
    }

    [Fact]
    public void It_ends_with_its_thread_and_with_its_stream()
    {
        NetTraceFile ending = new();
        ending.Add(ContentionStart(), 10, Waiting).Rebirth(Waiting).Point(20).Add(Tick, 25).Point(30);
        AddSeconds(ending, 3, 12);
        using Recorded recorded = new(Second);
        Assert.Equal((0, 0, 0), Counts(recorded.Feed(ending.Torn())));

        NetTraceFile first = new();
        first.Add(ContentionStart(), 10, Waiting).CloseBlock();
        NetTraceFile next = new();
        AddSeconds(next, 3, 12);
        using Recorded followed = new(Second);
        Assert.Equal((0, 0, 0), Counts(followed.Feed(first.Torn()).Next().Feed(next.Torn())));
    }

    [Fact]
    public void Waits_beyond_the_limit_are_a_loss()
    {
        NetTraceFile file = new();
        for (ulong thread = 100; thread < 10_200; thread++)
        {
            file.Add(ContentionStart(), 10, thread);
        }

        file.CloseBlock();
        AddSeconds(file, 3, 12);
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        (byte[] bytes, SnapshotManifest manifest) = recorded.Feed(file.Torn()).File();
        Assert.Equal(10_000, Summaries.Read(bytes).Contention.WaitingSinceBefore);
        ManifestLoss loss = Assert.Single(manifest.Losses);
        Assert.Equal((LossReason.WaitsForgotten, 100L), (loss.Reason, loss.Count));
    }

    [Fact]
    public void Forgotten_waits_that_have_ended_are_not_a_loss_of_a_later_window()
    {
        NetTraceFile file = new();
        for (ulong thread = 100; thread < 10_200; thread++)
        {
            file.Add(ContentionStart(), 10, thread);
        }

        file.CloseBlock();
        AddSeconds(file, 3, 6);
        for (ulong thread = 100; thread < 10_200; thread++)
        {
            file.Add(ContentionStop(7e9), 7_000, thread);
        }

        file.CloseBlock();
        AddSeconds(file, 9, 18);
        using Recorded recorded = new(new RecordingLimits(TimeSpan.FromSeconds(1), 64 << 20));
        Assert.Empty(recorded.Feed(file.Torn()).File().Manifest.Losses);
    }

    [Fact]
    public void A_wait_for_a_handle_from_before_the_window_is_counted()
    {
        FileEvent start = ContentionStart() with { EventId = 301 };
        NetTraceFile file = new();
        file.Add(start, 10, Waiting).CloseBlock();
        AddSeconds(file, 3, 12);
        file.Add(start, 12_050, thread: 8).Add(start, 12_060, thread: 9).CloseBlock();
        file.Add(Custom(RuntimeProvider.Name, 302, ""), 12_070, thread: 8).CloseBlock();
        using Recorded recorded = new(Second);
        ContentionSummary waits = Read(recorded.Feed(file.Torn()));
        Assert.Equal((2, 1), (waits.HandleWaitsAtEnd, waits.HandleWaitsSinceBefore));
    }

    private static int AddSeconds(NetTraceFile file, int from, int to)
    {
        for (int second = from; second <= to; second += 3)
        {
            file.Add(Tick, second * 1_000).CloseBlock();
        }

        return file.Torn().Length;
    }

    private static ContentionSummary Read(Recorded recorded) => Summaries.Read(recorded.File().Bytes).Contention;

    private static (long Ended, long Waiting, long Before) Counts(Recorded recorded)
    {
        ContentionSummary waits = Read(recorded);
        return (waits.Count, waits.WaitingAtEnd, waits.WaitingSinceBefore);
    }
}
