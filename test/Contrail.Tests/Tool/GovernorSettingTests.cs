using Contrail.Tool.Arguments;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class GovernorSettingTests
{
    [Theory]
    [InlineData("off", null)]
    [InlineData("OFF", null)]
    [InlineData("1", 1.0)]
    [InlineData("20000", 20_000.0)]
    public void A_number_of_events_or_off_is_understood(string text, double? maxEvents)
    {
        Assert.True(GovernorSetting.TryParse(text, out GovernorSetting wish));
        Assert.Equal(maxEvents, wish.Limits?.MaxEventsPerSecond);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("often")]
    [InlineData("20,000")]
    [InlineData("99999999999")]
    public void An_invalid_number_of_events_is_rejected(string text) =>
        Assert.False(GovernorSetting.TryParse(text, out _));
}
