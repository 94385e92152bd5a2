using Contrail.Core.NetTrace.Recording;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

/// <summary>The beginning of a thread is kept for as long as the thread runs, and no longer.</summary>
public sealed class EndedThreadTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
    private static readonly RecordingLimits Second = new(TimeSpan.FromSeconds(1), 4 << 20);

    [Fact]
    public void Threads_that_a_sequence_point_no_longer_lists_are_not_carried()
    {
        NetTraceFile file = new();
        file.Add(Created(thread: 1), 0, thread: 1);
        for (ulong thread = 100; thread < 3_100; thread++)
        {
            // Each ends before the next begins; its id is not given again.
            file.Add(Created(thread), thread, thread).Rebirth(thread).Point(thread + 0.5);
            file.Add(Tick, thread + 0.6, thread: 1).CloseBlock();
            file.Point(thread + 0.7);
        }

        file.Add(Tick, 9_000).CloseBlock().Add(Tick, 12_000).CloseBlock().Add(Tick, 15_000).CloseBlock();
        using Recorded recorded = new(Second, maxRetainedBytes: 50_000);
        SnapshotManifest manifest = recorded.Feed(file.Torn()).File().Manifest;
        Assert.Empty(manifest.Losses);
        Assert.Empty(recorded.Trace.Counts().LossCounts);
        Assert.Single(Carried(recorded));
    }

    [Fact]
    public void A_thread_with_the_id_of_one_that_ended_replaces_it()
    {
        NetTraceFile file = new();
        file.Add(Created(7, handle: 1), 0, thread: 7).CloseBlock().Rebirth(7);
        file.Add(Created(7, handle: 2), 1, thread: 7).CloseBlock();
        file.Add(Tick, 3_000, thread: 7).CloseBlock().Add(Tick, 6_000, thread: 7).CloseBlock();
        using Recorded recorded = new(Second);
        RetainedEvent kept = Assert.Single(Carried(recorded.Feed(file.Torn())));
        Assert.Equal(2, kept.Payload[0]);
    }

    [Fact]
    public void The_end_of_a_stream_is_not_the_end_of_its_threads()
    {
        NetTraceFile first = new();
        first.Add(Created(7), 0, thread: 7).CloseBlock();
        NetTraceFile next = new();
        next.Add(Tick, 3_000, thread: 7).CloseBlock().Add(Tick, 6_000, thread: 7).CloseBlock();
        next.Add(Tick, 9_000, thread: 7).CloseBlock();
        using Recorded recorded = new(Second);
        Assert.Single(Carried(recorded.Feed(first.Torn()).Next().Feed(next.Torn())));
    }

    [Fact]
    public void Where_not_all_fit_the_oldest_are_evicted_and_only_a_window_with_their_threads_reports_them()
    {
        NetTraceFile file = new();
        for (ulong thread = 1; thread <= 50; thread++)
        {
            file.Add(Created(thread), thread, thread);
        }

        // Threads 1 and 2 have lost their beginning; 50 has not.
        file.CloseBlock().Add(Tick, 3_000, thread: 50).CloseBlock();
        file.Add(Tick, 6_000, thread: 50).CloseBlock().Add(Tick, 9_000, thread: 50).CloseBlock();
        using Recorded recorded = new(Second, maxRetainedBytes: 10_000);
        Assert.Empty(recorded.Feed(file.Torn()).File().Manifest.Losses);
        int before = file.Torn().Length;
        file.Add(Tick, 9_100, thread: 1).Add(Tick, 9_200, thread: 2).CloseBlock();
        SnapshotManifest manifest = recorded.Feed(file.Torn().AsSpan(before)).File().Manifest;
        ManifestLoss loss = Assert.Single(manifest.Losses);
        Assert.Equal((LossReason.CarriedForgotten, 2L), (loss.Reason, loss.Count));
        Assert.True(loss.FromUtc >= manifest.FirstUtc);
        ulong?[] kept = [.. Carried(recorded).Select(once => once.LivingThreadId)];
        Assert.Contains(50UL, kept);
        Assert.DoesNotContain(1UL, kept);
    }

    private static RetainedEvent[] Carried(Recorded recorded)
    {
        using FrozenRing ring = recorded.Trace.Freeze(recorded.Trace.Latest!.Value)!;
        return ((NetTraceFrozenState)ring.Carry).RetainedEvents;
    }

    private static FileEvent Created(ulong thread, ulong? handle = null) => new(
        "Microsoft-Windows-DotNETRuntime",
        85,
        0,
        new PayloadWriter().U64(handle ?? (thread << 8)).U64(1).U32(0).U32(5).U32((long)thread).U16(9).ToArray());
}
