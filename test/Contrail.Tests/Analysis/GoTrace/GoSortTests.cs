using Contrail.Analysis.GoTrace.Reading;
using Xunit;

namespace Contrail.Tests.Analysis.GoTrace;

/// <summary>The expected hashes are those of slices.SortFunc of Go 1.26 on the same input.</summary>
public sealed class GoSortTests
{
    private static readonly int[] Lengths = [12, 13, 49, 50, 64, 200, 1000, 4097];

    [Theory]
    [InlineData(0, 2687348475u)]
    [InlineData(1, 4134466045u)]
    [InlineData(2, 2387225253u)]
    [InlineData(3, 2687348475u)]
    [InlineData(4, 100263009u)]
    [InlineData(5, 638560833u)]
    [InlineData(6, 2633473709u)]
    [InlineData(7, 3923921713u)]
    public void Equal_keys_end_in_the_order_of_Go(int kind, uint expected)
    {
        uint hash = 0;
        foreach (int length in Lengths)
        {
            (long Key, int Id)[] items = Fill(kind, length);
            new GoSort<(long Key, int Id)>(items, item => item.Key).Sort();
            Assert.Equal(items.Select(item => item.Key).Order(), items.Select(item => item.Key));
            hash = unchecked((hash * 31) + Hash(items));
        }

        Assert.Equal(expected, hash);
    }

    private static (long Key, int Id)[] Fill(int kind, int length)
    {
        uint random = (uint)((length * 31) + kind);
        (long Key, int Id)[] items = new (long, int)[length];
        for (int index = 0; index < length; index++)
        {
            random = unchecked((random * 1664525) + 1013904223);
            items[index] = (Key(kind, index, length, random >> 8), index);
        }

        return items;
    }

    private static long Key(int kind, int index, int length, long random) => kind switch
    {
        0 => 5,
        1 => random % 4,
        2 => -index,
        3 => index / 3,
        4 => Math.Min(index, length - index),
        5 => random % 17 == 0 ? random % 9 : index,
        6 => random,
        _ => index * ((length / 2) + 1) % 7,
    };

    private static uint Hash((long Key, int Id)[] items) =>
        items.Aggregate(2166136261u, (hash, item) => unchecked((hash ^ (uint)item.Id) * 16777619));
}
