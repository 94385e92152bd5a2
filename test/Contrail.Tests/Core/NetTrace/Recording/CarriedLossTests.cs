using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Snapshots;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.Ring;
using Contrail.Core.Snapshots;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Core.NetTrace.Recording;

public sealed class CarriedLossTests
{
    private const int BulkType = 15;

    // An event of ten bytes takes 250 with what is around it.
    private const int RoomForTwo = 600;

    [Fact]
    public void One_time_events_evicted_for_memory_are_a_loss()
    {
        using TraceRecording recording = Recordings.Of(TimeSpan.FromSeconds(1), RoomForTwo);
        NetTraceFile file = FiveTypesAndTenSeconds();
        recording.Append(file.Whole());
        Assert.Equal(3, recording.Counts().LossCounts[LossReason.CarriedForgotten]);
        using FrozenRing frozen = recording.Freeze(file.At(10_000))!;
        Loss loss = Assert.Single(frozen.Losses);
        Assert.Equal(new Loss(frozen.Start, frozen.End, LossReason.CarriedForgotten, 3, null), loss);
    }

    [Fact]
    public void The_manifest_contains_them()
    {
        using TraceRecording recording = Recordings.Of(TimeSpan.FromSeconds(1), RoomForTwo);
        NetTraceFile file = FiveTypesAndTenSeconds();
        recording.Append(file.Whole());
        NetTraceAssembler assembler = new(new SymbolTable(SymbolTable.MinCapacityBytes));
        using Snapshot snapshot = assembler.Assemble(recording.Freeze(file.At(10_000))!, new SnapshotFacts
        {
            Reason = "test",
            RequestedUtc = NetTraceFile.Begin,
            RequestCoverage = RequestCoverage.Flushed,
            Period = TimeSpan.FromSeconds(1),
            MaxBytes = 10 << 20,
            HeldBytes = 0,
        });
        ManifestLoss loss = Assert.Single(snapshot.Manifest.Losses);
        Assert.Equal((LossReason.CarriedForgotten, 3L), (loss.Reason, loss.Count));
    }

    [Fact]
    public void Where_all_fit_nothing_is_lost()
    {
        using TraceRecording recording = Recordings.Of(TimeSpan.FromSeconds(1));
        NetTraceFile file = FiveTypesAndTenSeconds();
        recording.Append(file.Whole());
        Assert.Empty(recording.Counts().LossCounts);
        using FrozenRing frozen = recording.Freeze(file.At(10_000))!;
        Assert.Empty(frozen.Losses);
    }

    private static NetTraceFile FiveTypesAndTenSeconds()
    {
        NetTraceFile file = new();
        for (int type = 1; type <= 5; type++)
        {
            byte[] payload = new PayloadWriter().U64((ulong)type).U16(0).ToArray();
            file.Add(new FileEvent(RuntimeProvider.Name, BulkType, 0, payload), at: type);
        }

        for (int second = 1; second <= 10; second++)
        {
            file.CloseBlock().Add(Custom("App", 1, "Tick"), at: second * 1_000);
        }

        return file;
    }
}
