using Contrail.Analysis.Export.Protobuf;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.Export;

/// <summary>Messages of Protocol Buffers.</summary>
public sealed class ProtoWriterTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_of_any_size_are_read_again(ulong number)
    {
        ProtoWriter writer = new();
        writer.Number(3, number);
        writer.Fixed(4, number);
        writer.Number(200, -1L);
        writer.Real(5, -0.5);
        ProtoMessage message = ProtoMessage.Read(writer.Written);
        Assert.Equal(
            (number, number, ulong.MaxValue, -0.5),
            (message.Number(3), message.Number(4), message.Number(200), message.Real(5)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(1_000_000)]
    public void A_nested_message_has_its_own_length(int bytes)
    {
        ProtoWriter writer = new();
        int outer = writer.Begin(1);
        int inner = writer.Begin(2);
        writer.Text(3, new string('x', bytes));
        writer.End(inner);
        writer.Number(4, 7);
        writer.End(outer);
        ProtoMessage message = ProtoMessage.Read(writer.Written).Message(1);
        Assert.Equal((bytes, 7UL), (message.Message(2).Text(3).Length, message.Number(4)));
    }

    [Fact]
    public void A_text_that_is_no_unicode_is_replaced()
    {
        ProtoWriter writer = new();
        writer.Text(1, "a\ud800b\U0001F680");
        Assert.Equal("a\ufffdb\U0001F680", ProtoMessage.Read(writer.Written).Text(1));
    }

    [Fact]
    public void What_is_passed_on_is_not_written_again()
    {
        using MemoryStream output = new();
        ProtoWriter writer = new();
        writer.Number(1, 1);
        writer.PassTo(output);
        writer.Number(1, 2);
        writer.PassTo(output);
        Assert.Equal([1UL, 2], ProtoMessage.Read(output.ToArray()).Numbers(1));
    }
}
