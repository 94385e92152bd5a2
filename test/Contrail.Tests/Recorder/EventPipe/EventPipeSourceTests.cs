using System.Diagnostics;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class EventPipeSourceTests
{
    [Fact]
    public void Every_kind_of_source_rejects_an_invalid_governor_at_once()
    {
        EventPipeOptions wrong = new() { Governor = new GovernorOptions { CalmTime = TimeSpan.Zero } };
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Attach(1, wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Self(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Listen("/tmp/port", wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Launch(new ProcessStartInfo("true"), wrong));
    }
}
