using System.Diagnostics;
using Xunit;

namespace Contrail.Tests.Recorder.EventPipe;

public sealed class EventPipeSourceTests
{
    public static TheoryData<string> Wrong { get; } = [.. WrongOptions.Keys];

    private static Dictionary<string, EventPipeOptions> WrongOptions => new()
    {
        ["governor"] = new() { Governor = new GovernorOptions { CalmTime = TimeSpan.Zero } },
        ["no time to connect"] = new() { ConnectTimeout = TimeSpan.Zero },
        ["days to connect"] = new() { ConnectTimeout = TimeSpan.FromDays(2) },
        ["no time to attach"] = new() { AttachTimeout = TimeSpan.Zero },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Every_kind_of_source_rejects_an_invalid_option_at_once(string name)
    {
        EventPipeOptions wrong = WrongOptions[name];
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Attach(1, wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Self(wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Listen("/tmp/port", wrong));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventPipeSource.Launch(new ProcessStartInfo("true"), wrong));
    }
}
