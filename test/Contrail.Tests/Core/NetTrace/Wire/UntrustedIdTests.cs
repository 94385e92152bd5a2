using System.Buffers.Binary;
using Contrail.Analysis.NetTrace.Summary;
using Contrail.Core.Bytes;
using Contrail.Core.NetTrace.Events;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

public sealed class UntrustedIdTests
{
    [Fact]
    public void An_event_of_an_id_with_the_highest_bit_makes_a_stream_malformed_and_throws_nothing()
    {
        using TraceRecording recording = Recordings.Of(TimeSpan.FromSeconds(10));
        Assert.Equal(SourceState.Malformed, recording.Append(WithMetadataId(uint.MaxValue)));
        Assert.Equal(SourceState.Malformed, recording.Counts().Status);
    }

    [Fact]
    public void A_file_with_such_an_event_is_read_up_to_it()
    {
        using MemoryStream stream = new(WithMetadataId(0x8000_0000));
        Assert.True(TraceSummary.TryRead(stream, out TraceSummary? summary, out _));
        Assert.False(summary!.Facts.Complete);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void No_row_has_an_id_out_of_range(int id)
    {
        MetadataRows rows = new();
        Assert.Null(rows.Find(id));
        Assert.Equal(EventRole.Undefined, rows.RoleOf(id));
    }

    [Fact]
    public void A_thread_id_of_all_bits_may_begin_again()
    {
        ThreadSequences sequences = new(fromStart: true);
        sequences.Resume(new ThreadIncarnationId(ulong.MaxValue, 0), 5);
        ThreadIncarnation life = sequences.Find(ulong.MaxValue, 1, out uint lostCount);
        Assert.Equal((ulong.MaxValue, 0U), (life.ThreadId, lostCount));
    }

    private static byte[] WithMetadataId(uint id)
    {
        byte[] block = new byte[EventBlockHeader.MinBytes + 1 + VarUInt.MaxBytes];
        BinaryPrimitives.WriteInt16LittleEndian(block, EventBlockHeader.MinBytes);
        BinaryPrimitives.WriteInt16LittleEndian(block.AsSpan(2), EventBlockHeader.CompressedFlag);
        block[EventBlockHeader.MinBytes] = (byte)EventHeaderFlags.MetadataId;
        int idBytes = VarUInt.Write(block.AsSpan(EventBlockHeader.MinBytes + 1), id);

        // One more byte: no time since the event before.
        return new NetTraceFile()
            .Block(NetTraceFrameKind.Events, block[..(EventBlockHeader.MinBytes + 1 + idBytes + 1)])
            .Whole();
    }
}
