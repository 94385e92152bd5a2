using System.Text;
using Contrail.Machine.Figures;
using Xunit;

namespace Contrail.Tests.Recorder.Machine.Figures;

public sealed class ThreadEntryTests
{
    [Fact]
    public void What_a_thread_did_before_the_reading_started_does_not_count()
    {
        using ThreadEntry thread = new(7, isNew: false);
        Assert.Equal((0, 0), thread.Take(100, 50, 3));
        Assert.Equal(0, thread.Activity);
        Assert.Equal((10, 2), thread.Take(140, 60, 5));
        Assert.Equal(50, thread.Activity);
    }

    [Fact]
    public void All_that_a_new_thread_did_counts()
    {
        using ThreadEntry thread = new(7, isNew: true);
        Assert.Equal((50, 3), thread.Take(100, 50, 3));
        Assert.Equal(150, thread.Activity);
    }

    [Fact]
    public void Less_than_before_is_another_thread()
    {
        using ThreadEntry thread = new(7, isNew: false);
        thread.Take(100, 50, 3);
        Assert.Equal((5, 1), thread.Take(20, 5, 1));
    }

    [Fact]
    public void A_state_is_stale_only_after_the_thread_has_run()
    {
        using ThreadEntry thread = new(7, isNew: false);
        thread.Take(100, 50, 3);
        Assert.True(thread.IsStateStale);
        thread.TakeState((byte)'S');
        thread.Take(100, 50, 3);
        Assert.False(thread.IsStateStale);
        thread.Take(100, 50, 4);
        Assert.True(thread.IsStateStale);
    }

    [Fact]
    public void The_largest_numbers_do_not_overflow()
    {
        using ThreadEntry thread = new(7, isNew: true);
        thread.Take(long.MaxValue, long.MaxValue, long.MaxValue);
        Assert.Equal(long.MaxValue, thread.Activity);
    }

    [Fact]
    public void A_file_is_named_by_its_thread()
    {
        using ThreadEntry thread = new(int.MaxValue, isNew: true);
        Span<byte> name = thread.NameOf("/schedstat\0"u8, stackalloc byte[ThreadEntry.MaxNameBytes]);
        Assert.Equal("2147483647/schedstat\0", Encoding.UTF8.GetString(name));
    }
}
