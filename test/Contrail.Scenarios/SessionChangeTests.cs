using System.Diagnostics;
using System.Diagnostics.Tracing;
using Contrail.Capture;
using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Discovery;
using Contrail.EventPipe;
using Contrail.Ipc;
using Contrail.Processes;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>Sessions of a live process that follow each other in one recording.</summary>
[Collection(Alone.Name)]
public sealed class SessionChangeTests(ITestOutputHelper output)
{
    private static readonly TraceClock Clock = new(TimeProvider.System, TimeSpan.Zero);
    private static readonly EventPipeProvider Heartbeats = new(
        "Contrail-Target-Heartbeat", ulong.MaxValue, EventLevel.Verbose);
    private static readonly Profile Dear = Profile.Default.With([Heartbeats]);
    private static readonly Profile Cheap = Profile.Collections.With([Heartbeats]);
    private static readonly RecordingLimits Limits = new(TimeSpan.FromMinutes(5), 256 << 20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public async Task Across_steps_down_and_up_each_number_is_present_once_or_counted_as_lost(string framework)
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync(
            framework, "heartbeat+work --rate 20000 --work-rate 20");
        using RecordingHost host = new(RecorderHost.Default, Limits);
        EventPipeSessions sessions = Open(target, host);
        await ArriveAsync(sessions, 1000);
        for (int step = 0; step < 6; step++)
        {
            long began = Stopwatch.GetTimestamp();
            sessions.Main.Change(step % 2 == 0 ? Cheap : Dear, "a test");
            output.WriteLine($"{framework}: a step of {Stopwatch.GetElapsedTime(began).TotalMilliseconds:F0} ms");
            await ArriveAsync(sessions, 6000);
        }

        SnapshotManifest manifest = await WriteAsync(sessions, trace);
        Close(sessions);
        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        AssertOnceOrLost(reading, manifest, hole: 0);
        Assert.DoesNotContain(manifest.Losses, loss =>
            loss.Reason is not (LossReason.RuntimeDropped or LossReason.ProfileChanged));
        Assert.Equal(7, manifest.Profiles.Count);
        TraceLogReading log = TraceLogReading.Read(trace.FullName);
        Measured.Report(output, $"{framework}, six steps: {log.NamedShare:P3} of {log.Frames} frames named");
        Assert.True(log.NamedShare > 0.99, $"{log.NamedShare:P3} of {log.Frames} frames are named.");
    }

    [Fact]
    public async Task A_cut_stream_is_followed_by_another_and_the_gap_between_them_is_reported()
    {
        using TraceFile trace = new();
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "heartbeat --rate 10000");
        using RecordingHost host = new(RecorderHost.Default, Limits);
        EventPipeSessions sessions = Open(target, host);
        using (SessionKeeper keeper = Keep(sessions, target, host))
        {
            await ArriveAsync(sessions, 1000);
            ((Pump)sessions.Main.Current).Cut();
            Assert.True(SpinWait.SpinUntil(() => sessions.Main.LiveId is not null, Patience));
            await ArriveAsync(sessions, 1000);
            Assert.Contains("attached again", keeper.LastError, StringComparison.Ordinal);
            Assert.False(sessions.MainDrain.Ended.IsCompleted);
            SnapshotManifest manifest = await WriteAsync(sessions, trace);
            ManifestLoss hole = Assert.Single(manifest.Losses, loss => loss.Reason == LossReason.RecorderPaused);
            TraceEventReading reading = TraceEventReading.Read(trace.FullName);
            long missing = AssertOnceOrLost(reading, manifest, hole: long.MaxValue);
            double holeSeconds = (hole.ToUtc - hole.FromUtc).TotalSeconds;
            output.WriteLine($"a hole of {holeSeconds:F3} s, {missing} numbers missing");
            Assert.InRange(missing, 1, (long)(10_000 * (holeSeconds + 0.2)));
        }

        Close(sessions);
    }

    [Fact]
    public async Task A_cut_symbols_session_is_opened_again_and_names_are_complete()
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "work --rate 50");
        using RecordingHost host = new(RecorderHost.Default, Limits);
        EventPipeSessions sessions = Open(target, host);
        SymbolSession first = sessions.SymbolsSession;
        using (Keep(sessions, target, host))
        {
            ((Pump)first.Drain).Cut();
            Assert.True(SpinWait.SpinUntil(
                () => sessions.SymbolsSession is { IsLive: true } next && next != first
                    && !sessions.SymbolFacts.BrokeOff,
                Patience));
            Assert.Equal(RundownOutcome.Done, sessions.SymbolFacts.Rundown);
        }

        Close(sessions);
    }

    private static SessionKeeper Keep(EventPipeSessions sessions, TargetProcess target, RecordingHost host)
    {
        Func<ProcStat?> stat = () => new ProcDirectory().Stat(target.Id);
        return new SessionKeeper(sessions, governor: null, stat, new BufferWatch(stat, 64, Clock), host);
    }

    private static EventPipeSessions Open(TargetProcess target, RecordingHost host)
    {
        DiagnosticClient client = new(DiagnosticEndpoint.Find(target.Id).Socket!);
        EventPipeSessions sessions = EventPipeSessions.Open(
            client, client, Dear, isOwn: false, target.Id, Clock, 64, host);
        AttachWatch attach = new(target.Id, Patience, host);
        sessions.BeginRundown(attach, new EventPipeOptions(), memoryLimitBytes: null, runtimeMajor: 10);
        sessions.WaitForRundown(attach);
        return sessions;
    }

    private static void Close(EventPipeSessions sessions)
    {
        sessions.Close();
    }

    private static async Task ArriveAsync(EventPipeSessions sessions, long moreEvents)
    {
        long expected = sessions.Recording.Counts().EventCount + moreEvents;
        bool arrived = await Task.Run(() => SpinWait.SpinUntil(
            () => sessions.Recording.Counts().EventCount >= expected, Patience));
        Assert.True(arrived, "The events did not arrive.");
    }

    private static async Task<SnapshotManifest> WriteAsync(EventPipeSessions sessions, TraceFile trace)
    {
        FrozenRing ring = sessions.Recording.Freeze(new TraceTicks(Stopwatch.GetTimestamp()))!;
        using Snapshot snapshot = new NetTraceAssembler(sessions.Symbols).Assemble(ring, new SnapshotFacts
        {
            Reason = "a test",
            RequestedUtc = DateTime.UtcNow,
            RequestCoverage = RequestCoverage.Flushed,
            Period = TimeSpan.FromMinutes(5),
            MaxBytes = 256 << 20,
            HeldBytes = 0,
            Profiles = sessions.Main.Profiles.OldestFirst,
        });
        await using FileStream file = File.Create(trace.FullName);
        foreach (ReadOnlyMemory<byte> part in snapshot.Parts)
        {
            await file.WriteAsync(part);
        }

        return snapshot.Manifest;
    }

    // Returns how many numbers are missing.
    private static long AssertOnceOrLost(TraceEventReading reading, SnapshotManifest manifest, long hole)
    {
        long[] numbers = [.. reading.Heartbeats.Select(beat => beat.Number)];
        Assert.NotEmpty(numbers);
        long distinct = numbers.Distinct().LongCount();
        long missing = numbers.Max() - numbers.Min() + 1 - distinct;
        Assert.Equal(numbers.LongLength, distinct);
        Assert.Equal(manifest.EventsLost, reading.EventsLost);
        Assert.InRange(missing, 0, hole == long.MaxValue ? hole : manifest.EventsLost + hole);
        return missing;
    }
}
