using System.Text;
using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Core.Formats;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Names and messages of exceptions, as a page shows them.</summary>
public sealed class TypeNamesTests
{
    [Theory]
    [InlineData("System.InvalidOperationException", "System.InvalidOperationException")]
    [InlineData("N.Failed`1[System.Int32]", "N.Failed<int>")]
    [InlineData(
        "Failed`1[System.Collections.Generic.Dictionary`2[System.String,N.Order[]]]",
        "Failed<Dictionary<string, Order[]>>")]
    [InlineData("N.Outer`1+Inner`1[System.Int32,System.Byte[,]]", "N.Outer<int>.Inner<byte[,]>")]
    [InlineData("N.Outer+Inner", "N.Outer.Inner")]
    [InlineData("System.Byte[]", "System.Byte[]")]
    [InlineData("Entry[System.String,System.Int32][]", "Entry<string, int>[]")]
    [InlineData("System.Nullable`1[System.Int32]", "System.Nullable<int>")]
    [InlineData("N.List`1[System.Nullable`1[System.Int32]][]", "N.List<int?>[]")]
    [InlineData("N.List`1[System.ValueTuple`2[System.Int32,System.__Canon]]", "N.List<(int, ?)>")]
    [InlineData("N.Dictionary`2+Entry[System.Object,N.Order]", "N.Dictionary<object, Order>.Entry")]
    [InlineData("N.List`1", "N.List<T>")]
    [InlineData("N.Map`2+Keys", "N.Map<T1, T2>.Keys")]
    [InlineData("N.Other`1[System.Int32,System.Int32]", "N.Other<int, int>")]
    [InlineData("<>f__AnonymousType0`2[System.Int32,System.Char]", "<>f__AnonymousType0<int, char>")]
    [InlineData("N.Runner+<Go>d__3`1[System.Int32]", "N.Runner.<Go>d__3<int>")]
    [InlineData(
        "N.<Zoo>F4754182A9C6E3270680199C8281A79D94102C09EAD769BF12410EC514B965B73__Hidden", "N.Hidden")]
    [InlineData(
        "N.Failed`2[[System.Int32, System.Private.CoreLib, Version=10.0.0.0],[N.Order, App]]",
        "N.Failed<int, Order>")]
    [InlineData("N.Failed`1[System.Int32]][", "N.Failed`1[System.Int32]][")]
    [InlineData("N.Failed`1[", "N.Failed`1[")]
    [InlineData("N.Failed`1[[[[", "N.Failed`1[[[[")]
    public void A_generic_type_reads_as_it_is_written_in_code(string name, string readable) =>
        Assert.Equal(readable, TypeNames.Readable(name));

    [Fact]
    public void A_name_is_read_once_and_a_long_one_is_not_held()
    {
        TypeNameCache names = new();
        byte[] name = Encoding.Unicode.GetBytes("N.Failed`1[System.Int32]");
        Assert.Equal("N.Failed<int>", names.Readable(name));
        Assert.Same(names.Readable(name), names.Readable(name));
        Assert.Equal(1, names.ReadCount);
        byte[] longName = Encoding.Unicode.GetBytes("N.Failed`1[N." + new string('x', 500) + "]");
        Assert.Equal($"N.Failed<{new string('x', 500)}>", names.Readable(longName));
        Assert.Equal("", names.Readable([]));
        Assert.Equal("\uFFFD", names.Readable([0, 0xD8]));
    }

    [Theory]
    [InlineData("Order df3a0fd7-fa38-4675-aabf-f289f3e69642 failed after 1323 ms", "Order # failed after # ms")]
    [InlineData("id aabfcdef-aabf-bedf-abcd-aabfcdefaabf, try 1", "id #, try #")]
    [InlineData("row 17 of table 'orders' at 0x4e3fd1 not found", "row # of table 'orders' at # not found")]
    [InlineData("at 0x4EDF of b2", "at # of b#")]
    [InlineData("no digits at all", "no digits at all")]
    public void Messages_that_differ_in_numbers_and_ids_are_one(string message, string pattern) =>
        Assert.Equal(pattern, MessagePattern.Of(message));
}
