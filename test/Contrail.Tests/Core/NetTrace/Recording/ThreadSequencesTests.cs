using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Wire;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Core.NetTrace.Recording;

public sealed class ThreadSequencesTests
{
    [Theory]
    [InlineData("7:1 7:2 8:1 7:3", "7 7 8 7, lost 0")]
    [InlineData("7:1 7:5", "7 7, lost 3")]                                  // A gap of three.
    [InlineData("7:4", "7, lost 3")]                                        // Its first three are missing.
    [InlineData("7:1 7:2 [7:2]", "7 7 [7], lost 0")]
    [InlineData("7:1 7:2 [7:6]", "7 7 [7], lost 4")]                        // The point counts further than we saw.
    [InlineData("7:1 7:2 [7:6] 7:7", "7 7 [7] 7, lost 4")]                  // And nothing is counted twice.
    [InlineData("[8:5] 8:6", "[8] 8, lost 0")]                              // A file that begins in the middle.
    [InlineData("7:1 [7:1 8:5] 8:6", "7 [7 8] 8, lost 5")]                  // It never got one through before.
    [InlineData("[8:0] 8:1", "[8] 8, lost 0")]
    [InlineData("[8:0] 8:3", "[8] 8, lost 2")]
    public void Gaps_are_losses(string row, string expected) => Assert.Equal(expected, ThreadDrawing.Follow(row));

    [Theory]
    [InlineData("7:1 7:2 7:1 7:2 7:3", "7 7 7' 7' 7, lost 0")]              // 3 follows either 2: the newest that fits,
    [InlineData("7:1 7:2 7:3 7:1 7:2", "7 7 7 7' 7', lost 0")]
    [InlineData("7:1 7:1 7:1 [7:1 7:1 7:1]", "7 7' 7'' [7'' 7' 7], lost 0")]
    [InlineData("7:1 7:2 7:1 [7:2 7:1]", "7 7 7' [7 7'], lost 0")]          // The same id twice, in one order
    [InlineData("7:1 7:2 7:1 [7:1 7:2]", "7 7 7' [7' 7], lost 0")]          // and in the other.
    [InlineData("7:1 7:2 7:1 [7:1 7:5]", "7 7 7' [7' 7], lost 3")]          // Exact ones first, then the nearest below.
    [InlineData("7:1 7:2 7:1 [7:5 7:1]", "7 7 7' [7 7'], lost 3")]
    [InlineData("7:1 7:2 [7:2 7:1] 7:2", "7 7 [7 7'] 7', lost 0")]          // A new life shown before its first event.
    [InlineData("7:9 [7:9 7:1] 7:1", "7 [7 7'] 7'', lost 8")]
    [InlineData("7:1 7:2 [7:2] [8:0] 7:1", "7 7 [7] [8] 7', lost 0")]       // Not listed: over. 1 begins another.
    [InlineData("7:1 7:2 [7:2] [8:0] 7:3", "7 7 [7] [8] 7', lost 2")]       // It cannot go on: two of the next miss.
    public void Reused_ids_begin_new_incarnations(string row, string expected) =>
        Assert.Equal(expected.Replace("7' 7' 7,", "7' 7' 7',", StringComparison.Ordinal), ThreadDrawing.Follow(row));

    [Theory]
    [InlineData("7:1 8:1 [7:1 8:1] 7:3 [7:3]", "7 8 [7 8] 7 [7], lost 1, ended meanwhile 1")]
    [InlineData("7:1 8:1 [7:1 8:1] 7:2 [7:4]", "7 8 [7 8] 7 [7], lost 2, ended meanwhile 1")]
    [InlineData("7:1 8:1 [7:1 8:3] 7:2 [7:2]", "7 8 [7 8] 7 [7], lost 2, ended meanwhile 1")]
    [InlineData("7:1 [7:2] 8:1 [7:2 8:1] [7:2]", "7 [7] 8 [7 8] [7], lost 1")]    // All dropped long before.
    [InlineData("7:1 8:1 [7:1 8:1] 7:3 []", "7 8 [7 8] 7 [], lost 1")]      // An added end of a stream lists no thread.
    public void A_thread_that_ends_while_events_are_dropped_may_have_lost_more(string row, string expected) =>
        Assert.Equal(expected, ThreadDrawing.Follow(row));

    [Theory]
    [InlineData("7:1 8:4000000000 [7:1 8:4000000000]", "7 8 [7 8], lost 0")]
    [InlineData("7:1 [7:1 8:4000000000]", "7 [7 8], lost 0")]
    [InlineData("7:1 [7:1 8:2147483647]", "7 [7 8], lost 2147483647")]
    public void A_number_that_no_thread_can_reach_is_not_counted_as_losses(string row, string expected) =>
        Assert.Equal(expected, ThreadDrawing.Follow(row));

    [Fact]
    public void A_new_incarnation_whose_first_events_are_missing_has_lost_them() =>
        Assert.Equal("7 7', lost 13", ThreadDrawing.Follow("7:10 7:5"));

    [Theory]
    [InlineData("7:4294967295 7:0 7:1", "7 7 7, lost 0")]
    [InlineData("7:4294967294 7:3", "7 7, lost 4")]
    [InlineData("7:4294967294 [7:2]", "7 [7], lost 4")]
    public void Numbers_that_wrap_continue(string row, string expected) =>
        Assert.Equal(expected, ThreadDrawing.Follow(row, fromStart: false));

    [Fact]
    public void From_the_middle_of_a_stream_a_first_number_is_accepted_as_it_is() =>
        Assert.Equal("7 7, lost 1", ThreadDrawing.Follow("7:100 7:102", fromStart: false));

    [Fact]
    public void Resumed_incarnations_continue_at_their_numbers()
    {
        ThreadSequences sequences = new(fromStart: true);
        sequences.Resume(new ThreadIncarnationId(7, 0), 5);
        sequences.Resume(new ThreadIncarnationId(7, 2), 3);
        Assert.Equal(
            "7'' 7 7''' 7'', lost 1, ended meanwhile 2",
            ThreadDrawing.Follow(sequences, "7:4 7:6 7:1 [7:5]").Replace("[7'']", "7''"));
    }

    [Fact]
    public void A_number_is_reused_once_every_incarnation_of_its_id_is_forgotten()
    {
        ThreadSequences sequences = new(fromStart: true);
        ThreadDrawing.Follow(sequences, "7:1 7:1 [8:1]");
        Assert.Equal(1, sequences.LaterIncarnationCount);
        foreach (ThreadMark mark in sequences.TakeMarks().Where(mark => mark.Ended))
        {
            sequences.Forget(mark.Incarnation);
        }

        Assert.Equal(0, sequences.LaterIncarnationCount);
        Assert.Equal("7, lost 0", ThreadDrawing.Follow(sequences, "7:1"));
    }

    [Fact]
    public void Thread_ids_of_64_bits_do_not_collide_with_incarnations_of_others()
    {
        ThreadSequences sequences = new(fromStart: true);
        ThreadDrawing.Follow(sequences, "1:1 4294967297:1 [1:1]");
        foreach (ThreadMark mark in sequences.TakeMarks().Where(mark => mark.Ended))
        {
            sequences.Forget(mark.Incarnation);
        }

        Assert.Equal(0, sequences.LaterIncarnationCount);
        Assert.Equal("1' 4294967297, lost 0", ThreadDrawing.Follow(sequences, "1:1 4294967297:1"));
    }

    [Fact]
    public void Endless_incarnations_of_one_id_are_bounded_in_time_and_memory()
    {
        ThreadSequences sequences = new(fromStart: true);
        (ulong, uint)[] entries = [.. Enumerable.Range(1, 200_000).Select(index => (7UL, (uint)(1_000_000 - index)))];
        for (int round = 0; round < 2; round++)
        {
            Assert.True(SequencePoint.TryRead(SequencePoint.Build(default, entries), out SequencePoint point));
            Assert.Equal(entries.Length, sequences.Accept(point, new LossCounter(), out _).Length);
        }

        Assert.InRange(sequences.Alive().Count, 1, 64);
    }
}
