using System.Buffers;
using Contrail.Analysis;
using Contrail.Capture;
using Contrail.Core.Files;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.GoTrace.Files;

/// <summary>Sound generations after the damage: a repair does not keep them, and reports them.</summary>
public sealed class GoDroppedPartTests
{
    [Theory]
    [InlineData(22)]
    [InlineData(25)]
    [InlineData(26)]
    public void Generations_after_a_gap_are_counted(int minor)
    {
        byte[] kept = GoTraceFile.Numbered(minor, 1, 2);
        TraceRepair repair = Repair(GoTraceFile.Numbered(minor, 1, 2, 4, 5));
        Assert.Equal((2L, 2L, 0L), (repair.Generations, repair.SoundPartsDropped, repair.TracesDropped));
        Assert.Equal(kept.Length, repair.TornAt);
        Assert.Equal(repair.DroppedBytes, repair.SoundBytesDropped);
    }

    [Theory]
    [InlineData(22)]
    [InlineData(26)]
    public void A_second_trace_is_reported_with_its_generations(int minor)
    {
        byte[] one = GoTraceFile.Numbered(minor, 1, 2, 3);
        TraceRepair repair = Repair([.. one, .. one]);
        Assert.Equal((3L, 3L, 1L), (repair.Generations, repair.SoundPartsDropped, repair.TracesDropped));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(26)]
    public void After_a_byte_that_cannot_be_read_the_later_generations_are_counted(int minor)
    {
        byte[] file = GoTraceFile.Numbered(minor, 1, 2, 3, 4);
        file[GoTraceFile.Numbered(minor, 1).Length] = 0xEE;
        TraceRepair repair = Repair(file);
        Assert.Equal((1L, 0L), (repair.Generations, repair.TracesDropped));
        Assert.InRange(repair.SoundPartsDropped, 1, 2);
    }

    private static TraceRepair Repair(byte[] file)
    {
        ITraceRepairer repairer = TraceAnalysis.GoTrace().Repair(
            new ArrayBufferWriter<byte>(), TraceFaultText.Of);
        Intake.Feed(repairer, file);
        return repairer.Conclude();
    }
}
