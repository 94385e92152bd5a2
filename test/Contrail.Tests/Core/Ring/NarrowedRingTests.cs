using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring;

/// <summary>The last part of a frozen ring is what a ring of that age would have held.</summary>
public sealed class NarrowedRingTests
{
    private const long Bytes = 64 << 20;
    private static readonly TimeSpan Ages = TimeSpan.FromHours(1);

    private static readonly Gen<(int Kind, ulong Thread, int Milliseconds, uint Lost)[]> Steps = Gen.Select(
        Gen.Int[0, 9], Gen.ULong[1, 4], Gen.Int[0, 900], Gen.UInt[0, 3]).Array[5, 60];

    [Fact]
    public void A_narrowed_ring_equals_one_that_evicted_the_rest() => Gen.Select(Steps, Gen.Int[0, 8000]).Sample(
        (steps, ageMilliseconds) => AssertEqual(Draw(steps), TimeSpan.FromMilliseconds(ageMilliseconds)), iter: 400);

    [Theory]
    [MemberData(nameof(Captures.All), MemberType = typeof(Captures))]
    public void Other_readers_count_the_same_losses_in_a_capture(string name)
    {
        byte[] stream = Captures.Read(name);
        foreach (double seconds in (double[])[0, 0.4, 1, 2.5, 5.5, 60])
        {
            (byte[] file, SnapshotManifest manifest) = AssertEqual(stream, TimeSpan.FromSeconds(seconds));
            Assert.Equal(manifest.EventsLost, OfficialReading.Of(file).EventsLost);
        }
    }

    [Fact]
    public void Evicted_history_is_reported_only_if_the_narrower_window_would_have_contained_it()
    {
        NetTraceFile file = new();
        FileEvent large = RuntimeEvents.Custom("Drawn", 1, "Large") with { Payload = new byte[60_000] };
        for (int index = 0; index < 100; index++)
        {
            file.Add(large, index * 100).CloseBlock();
        }

        using Recorded recorded = Recorded.Of(file.Whole(), new RecordingLimits(TimeSpan.FromSeconds(9), 4 << 20));
        using FrozenRing all = recorded.Trace.Freeze(file.At(9_900))!;
        Assert.Contains(all.Losses, loss => loss.Reason == LossReason.Evicted);
        double heldSeconds = all.End.Since(all.Start) / 1e9;
        using FrozenRing asMuch = recorded.Trace.Freeze(file.At(9_900))!.Narrow(TimeSpan.FromSeconds(heldSeconds + 1));
        Assert.Contains(asMuch.Losses, loss => loss.Reason == LossReason.Evicted);
        using FrozenRing less = recorded.Trace.Freeze(file.At(9_900))!.Narrow(TimeSpan.FromSeconds(heldSeconds - 1));
        Assert.DoesNotContain(less.Losses, loss => loss.Reason == LossReason.Evicted);
        Assert.InRange(less.End.Since(less.Start) / 1e9, heldSeconds - 1, heldSeconds);
    }

    [Fact]
    public void Memory_of_excluded_generations_is_returned_at_once_and_the_rest_with_the_result()
    {
        using Recorded recorded = Recorded.Of(Captures.Read("drawn"), new RecordingLimits(Ages, Bytes));
        FrozenRing all = recorded.Trace.Freeze(recorded.Trace.Latest!.Value)!;
        int allCount = all.GenerationsOldestFirst.Count;
        FrozenRing narrowed = all.Narrow(TimeSpan.FromSeconds(2));
        Assert.InRange(narrowed.GenerationsOldestFirst.Count, 1, allCount - 1);
        Assert.Equal(
            allCount - narrowed.GenerationsOldestFirst.Count,
            all.GenerationsOldestFirst.Count(generation => !generation.Frames.Frames.Any()));
        narrowed.Dispose();
        Assert.All(all.GenerationsOldestFirst, generation => Assert.Empty(generation.Frames.Frames));
    }

    private static (byte[] File, SnapshotManifest Manifest) AssertEqual(byte[] stream, TimeSpan age)
    {
        using Recorded wide = Recorded.Of(stream, new RecordingLimits(Ages, Bytes));
        using Recorded narrow = Recorded.Of(stream, new RecordingLimits(age, Bytes));
        TraceTicks now = wide.Trace.Latest!.Value;
        using Snapshot cut = Assemble(wide.Trace.Freeze(now)!.Narrow(age), age);
        using Snapshot evicted = Assemble(narrow.Trace.Freeze(now)!, age);
        Assert.Equal(SnapshotManifestJson.Write(evicted.Manifest), SnapshotManifestJson.Write(cut.Manifest));
        byte[] file = Recorded.BytesOf(cut);
        ReadBack ours = ReadBack.Of(file);
        ReadBack expected = ReadBack.Of(Recorded.BytesOf(evicted));
        Assert.Equal(expected.StreamEvents, ours.StreamEvents);
        Assert.Equal(expected.Frames, ours.Frames);
        Assert.Equal(expected.EventsLost, ours.EventsLost);
        Assert.Equal((0, 0), (ours.DanglingStackCount, ours.RepeatedStackCount));
        return (file, cut.Manifest);
    }

    private static Snapshot Assemble(FrozenRing ring, TimeSpan requested) =>
        new NetTraceAssembler(new SymbolTable(SymbolTable.MinCapacityBytes)).Assemble(ring, new SnapshotFacts
        {
            Reason = "a test",
            RequestedUtc = NetTraceFile.Begin,
            RequestCoverage = RequestCoverage.Flushed,
            Period = requested,
            MaxBytes = Bytes,
            HeldBytes = 0,
        });

    // Threads that lose events, end and are reincarnated, one-time events, stacks whose ids restart, and silence.
    private static byte[] Draw((int Kind, ulong Thread, int Milliseconds, uint Lost)[] steps)
    {
        FileEvent tick = RuntimeEvents.Custom("Drawn", 1, "Tick");
        NetTraceFile file = new();
        int at = 0;
        int stack = 1;
        file.Stacks(stack, [0x1000]);
        foreach ((int kind, ulong thread, int milliseconds, uint lost) in steps)
        {
            at += milliseconds;
            switch (kind)
            {
                case 0:
                    file.Rebirth(thread);
                    break;
                case 1:
                    file.Point(at).Stacks(stack = 1, [0x1000 + (ulong)at]);
                    break;
                case 2:
                    file.Stacks(++stack, [0x2000 + (ulong)at]);
                    break;
                case 3:
                    byte[] once = [.. BitConverter.GetBytes((long)lost), .. new byte[16]];
                    file.Add(new FileEvent("Microsoft-Windows-DotNETRuntime", 85 + (at & 1), 0, once), at, thread);
                    break;
                default:
                    file.Add(tick, at, thread, stack, lost);
                    break;
            }

            file.CloseBlock();
        }

        return file.Add(tick, at + 1).Whole();
    }
}
