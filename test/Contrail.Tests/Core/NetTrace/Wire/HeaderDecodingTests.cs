using Xunit;

namespace Contrail.Tests.Core.NetTrace.Wire;

/// <summary>The hot loop finds what was written, and hostile bytes never make it throw.</summary>
public sealed class HeaderDecodingTests
{
    [Fact]
    public void Every_kind_of_header_is_read_as_it_was_written()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            RandomBlock block = new(seed, eventCount: 60);

            (List<ReadEvent> events, bool malformed) = RandomBlock.Read(block.ToArray());

            Assert.Equal(block.Events, events);
            Assert.False(malformed);
        }
    }

    [Fact]
    public void A_block_cut_at_any_byte_is_read_up_to_the_cut()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            RandomBlock block = new(seed, eventCount: 12);
            byte[] bytes = block.ToArray();
            for (int length = 20; length < bytes.Length; length++)
            {
                (List<ReadEvent> events, _) = RandomBlock.Read(bytes.AsSpan(0, length));

                Assert.True(events.Count < block.Events.Count);
                Assert.Equal(block.Events[..events.Count], events);
            }
        }
    }

    [Fact]
    public void A_cut_is_seen_unless_it_falls_between_two_events()
    {
        RandomBlock block = new(7, eventCount: 40);
        byte[] bytes = block.ToArray();
        int unseen = Enumerable.Range(20, bytes.Length - 20)
            .Count(length => !RandomBlock.Read(bytes.AsSpan(0, length)).Malformed);

        // Before each of the 40 events there is one place where a block may end as well.
        Assert.Equal(40, unseen);
    }

    [Fact]
    public void Changed_bytes_never_throw_and_the_walk_ends()
    {
        Random random = new(4711);
        for (int seed = 0; seed < 300; seed++)
        {
            byte[] bytes = new RandomBlock(seed, eventCount: 20).ToArray();
            for (int change = 0; change < 20; change++)
            {
                bytes[random.Next(20, bytes.Length)] = (byte)random.Next(256);
                (List<ReadEvent> events, _) = RandomBlock.Read(bytes);

                // An event takes two bytes at least.
                Assert.True(events.Count <= (bytes.Length - 20 + 1) / 2);
            }
        }
    }
}
