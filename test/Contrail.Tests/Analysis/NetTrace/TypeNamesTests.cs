using Contrail.Analysis.NetTrace.Interpreting;
using Contrail.Analysis.Views;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Names and messages of exceptions, as a page shows them.</summary>
public sealed class TypeNamesTests
{
    [Theory]
    [InlineData("System.InvalidOperationException", "System.InvalidOperationException")]
    [InlineData("N.Failed`1[System.Int32]", "N.Failed<Int32>")]
    [InlineData(
        "Failed`1[System.Collections.Generic.Dictionary`2[System.String,N.Order[]]]",
        "Failed<Dictionary<String, Order[]>>")]
    [InlineData("N.Outer`1+Inner`1[System.Int32,System.Byte[,]]", "N.Outer+Inner<Int32, Byte[,]>")]
    [InlineData(
        "N.Failed`2[[System.Int32, System.Private.CoreLib, Version=10.0.0.0],[N.Order, App]]",
        "N.Failed<Int32, Order>")]
    [InlineData("N.Failed`1[System.Int32]][", "N.Failed`1[System.Int32]][")]
    [InlineData("N.Failed`1[", "N.Failed`1[")]
    [InlineData("N.Failed`1[[[[", "N.Failed`1[[[[")]
    public void A_generic_type_reads_as_it_is_written_in_code(string name, string readable) =>
        Assert.Equal(readable, TypeNames.Readable(name));

    [Theory]
    [InlineData("Order df3a0fd7-fa38-4675-aabf-f289f3e69642 failed after 1323 ms", "Order # failed after # ms")]
    [InlineData("id aabfcdef-aabf-bedf-abcd-aabfcdefaabf, try 1", "id #, try #")]
    [InlineData("row 17 of table 'orders' at 0x4e3fd1 not found", "row # of table 'orders' at # not found")]
    [InlineData("at 0x4EDF of b2", "at # of b#")]
    [InlineData("no digits at all", "no digits at all")]
    public void Messages_that_differ_in_numbers_and_ids_are_one(string message, string pattern) =>
        Assert.Equal(pattern, MessagePattern.Of(message));
}
