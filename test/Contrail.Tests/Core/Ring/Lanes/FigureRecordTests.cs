using Contrail.Core.Ring.Lanes.Figures;
using CsCheck;
using Xunit;

namespace Contrail.Tests.Core.Ring.Lanes;

/// <summary>Figures are read as they were written, and bytes that are no record are refused.</summary>
public sealed class FigureRecordTests
{
    private static readonly Gen<long> AnyValue = Gen.OneOf(
        Gen.Const(FigureTable.Unknown), Gen.Const(0L), Gen.Const(FigureTable.NoLimit), Gen.Long[0, long.MaxValue],
        Gen.Long[0, 1000]);

    [Fact]
    public void A_record_is_read_as_it_was_written() =>
        Gen.Select(Gen.Int[0, FigureTable.Events.Count - 1], Gen.Int[0, int.MaxValue], Gen.Byte.Array[0, 300],
                AnyValue.Array[FigureRecord.MaxColumns])
            .Sample((index, threadId, text, values) =>
            {
                FigureEvent described = FigureTable.Events[index];
                byte[] bytes = new byte[FigureRecord.MaxBytes];
                int count = new FigureRecord(described, threadId).Write(bytes, text, values);

                long[] read = new long[FigureRecord.MaxColumns];
                bool isRead = FigureRecord.TryRead(
                    bytes.AsSpan(0, count), read, out FigureRecord record, out ReadOnlySpan<byte> readText);

                int columns = described.Columns.Count;
                Assert.True(isRead);
                Assert.Equal(new FigureRecord(described, threadId), record);
                Assert.Equal(text.Take(FigureRecord.MaxTextBytes), readText.ToArray());
                Assert.Equal(values[..columns], read[..columns]);
            });

    [Fact]
    public void A_figure_below_the_unknown_is_unknown()
    {
        long[] values = new long[FigureRecord.MaxColumns];
        values[0] = long.MinValue;
        byte[] bytes = new byte[FigureRecord.MaxBytes];
        int count = new FigureRecord(FigureTable.Host, 0).Write(bytes, [], values);

        Assert.True(FigureRecord.TryRead(bytes.AsSpan(0, count), values, out _, out _));
        Assert.Equal(FigureTable.Unknown, values[0]);
    }

    [Fact]
    public void A_record_that_is_cut_or_too_long_is_refused()
    {
        byte[] bytes = new byte[FigureRecord.MaxBytes];
        long[] values = [.. Enumerable.Range(0, FigureRecord.MaxColumns).Select(number => 1L << number)];
        int count = new FigureRecord(FigureTable.BusyThread, 7).Write(bytes, "worker"u8, values);

        for (int length = 0; length < count; length++)
        {
            Assert.False(FigureRecord.TryRead(bytes.AsSpan(0, length), values, out _, out _));
        }

        Assert.True(FigureRecord.TryRead(bytes.AsSpan(0, count), values, out _, out _));
        Assert.False(FigureRecord.TryRead(bytes.AsSpan(0, count + 1), values, out _, out _));
    }

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_throw() =>
        Gen.Byte.Array[0, 200].Sample(bytes =>
        {
            long[] values = new long[FigureRecord.MaxColumns];
            if (FigureRecord.TryRead(bytes, values, out FigureRecord record, out _))
            {
                Assert.All(values[..record.Event.Columns.Count], value => Assert.True(value >= FigureTable.Unknown));
            }
        });
}
