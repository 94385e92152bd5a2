using Contrail.Core.NetTrace.Wire;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

/// <summary>A copy of some events of a block has these events as they were.</summary>
public sealed class EventBlockCopyTests
{
    [Fact]
    public void Events_that_are_left_out_do_not_change_those_that_are_kept()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            RandomBlock block = new(seed, eventCount: 40);
            Random random = new(seed);
            bool[] isKept = [.. block.Events.Select(_ => random.Next(3) > 0)];
            List<ReadEvent> read = [];
            foreach (byte[] copy in Copy(block.ToArray(), isKept))
            {
                (List<ReadEvent> events, bool isMalformed) = RandomBlock.Read(copy);
                Assert.False(isMalformed);
                read.AddRange(events);
            }

            Assert.Equal(block.Events.Where((_, index) => isKept[index]), read);
        }
    }

    private static IReadOnlyList<byte[]> Copy(byte[] block, bool[] isKept)
    {
        Assert.True(EventBlockHeader.TryRead(block, out EventBlockHeader header));
        EventBlockReader reader = new(block, header);
        EventBlockCopy copy = new();
        for (int index = 0; reader.MoveNext(); index++)
        {
            if (isKept[index])
            {
                copy.Add(reader);
            }
        }

        return copy.TakeBlocks();
    }
}
