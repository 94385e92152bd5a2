using Contrail.EventPipe;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

/// <summary>A process that does nothing is not active because a recorder attached to it.</summary>
public sealed class AttachActivityTests
{
    [Fact]
    public void Events_count_from_the_time_on_at_which_attaching_is_over()
    {
        ManualTime time = new();
        AttachActivity activity = new(time);
        Assert.Equal(0, activity.Of(0));
        Assert.Equal(0, activity.Of(3));
        time.Advance(AttachActivity.Duration - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, activity.Of(5));
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, activity.Of(5));
        Assert.Equal(2, activity.Of(7));
        Assert.Equal(2, activity.Of(7));
    }
}
