using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Files;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Core.Files;

/// <summary>Sound parts after the damage: a repair does not keep them, and reports them.</summary>
public sealed class DroppedPartTests
{
    private static readonly FileEvent Tick = RuntimeEvents.Custom("Drawn", 1, "Tick");

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(1)]
    [InlineData(7)]
    public void Intact_blocks_after_the_damage_are_counted(int pieceBytes)
    {
        NetTraceFile file = Mutations.Sound();
        long blockAt = file.Offset;
        file.Add(Tick, 60).CloseBlock();
        byte[] whole = file.Add(Tick, 70).CloseBlock().Stacks(9, [0x9000]).Whole();
        whole[blockAt] = 77;
        TraceRepair repair = Intake.Repair(whole, pieceBytes).Repair;
        Assert.Equal(blockAt, repair.TornAt);
        Assert.Equal((2L, 0L), (repair.SoundPartsDropped, repair.TracesDropped));
        Assert.InRange(repair.SoundBytesDropped, 50, repair.DroppedBytes);
    }

    [Fact]
    public void A_block_that_cannot_be_read_does_not_count_and_the_next_does()
    {
        byte[] undefined = new BlockDrawing()
            .Blob((EventHeaderFlags)0x87, [77, 0, 9, 0, 1, 5_089_000_000, 0]).ToArray();
        byte[] file = Mutations.Sound().Block(NetTraceFrameKind.Events, undefined)
            .Add(Tick, 90).CloseBlock().Point(95).Whole();
        (byte[] repaired, TraceRepair repair) = Intake.Repair(file);
        Assert.Equal((2, 0), (repair.SoundPartsDropped, repair.TracesDropped));
        using MemoryStream stream = new(repaired);
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out _));
        Assert.Equal(
            (2L, repair.SoundBytesDropped), (facts!.Repair!.SoundPartsDropped, facts.Repair.SoundBytesDropped));
    }

    [Fact]
    public void A_second_trace_is_reported_after_damage_and_after_a_complete_one()
    {
        byte[] whole = Mutations.Sound().Whole();
        TraceRepair torn = Intake.Repair([.. Mutations.Sound().Torn(missingBytes: 3), .. whole]).Repair;
        Assert.Equal((1, 7), (torn.TracesDropped, torn.SoundPartsDropped));
        TraceRepair complete = Intake.Repair([.. whole, .. whole]).Repair;
        Assert.Equal((true, 1, 7), (complete.WasComplete, complete.TracesDropped, complete.SoundPartsDropped));
    }

    [Fact]
    public void Counts_are_minimums_where_the_search_ends_early()
    {
        byte[] falseHead = [5, 5, 1, .. new byte[30]];
        byte[] heads = [.. Enumerable.Repeat(falseHead, 1_001).SelectMany(static head => head)];
        (byte[] repaired, TraceRepair repair) = Intake.Repair([.. Mutations.Sound().Torn(), 9, 9, 9, .. heads]);
        using MemoryStream stream = new(repaired);
        Assert.True(TraceFileFacts.TryRead(stream, out TraceFileFacts? facts, out _));
        Assert.Equal((true, true), (repair.DroppedCountsAreMinimums, facts!.Repair!.DroppedCountsAreMinimums));
        const string shown = "; not kept: at least 0 readable blocks";
        Assert.Contains(shown, RepairText.Describe(repair), StringComparison.Ordinal);
        Assert.Contains(shown, RepairText.Describe(facts.Repair), StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_reported_where_nothing_intact_follows()
    {
        TraceRepair repair = Intake.Repair([.. Mutations.Sound().Torn(), 9, 9, 9, .. new byte[200_000]]).Repair;
        Assert.Equal((0, 0, 0), (repair.SoundPartsDropped, repair.SoundBytesDropped, repair.TracesDropped));
    }
}
