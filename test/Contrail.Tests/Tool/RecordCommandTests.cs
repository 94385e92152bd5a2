using System.CommandLine;
using Contrail.Tool.Arguments;
using Contrail.Tool.Commands;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class RecordCommandTests
{
    [Theory]
    [InlineData("off", null)]
    [InlineData("50000", 50_000.0)]
    public void The_governor_has_a_limit_or_is_off(string said, double? eventsMax)
    {
        GovernorChoice? choice = Parse("--governor", said).GetValue<GovernorChoice>("--governor");
        Assert.Equal(eventsMax, choice!.Limits?.EventsPerSecondMax);
    }

    [Fact]
    public void Without_a_word_the_governor_has_its_usual_limits() =>
        Assert.NotNull(Parse().GetValue<GovernorChoice>("--governor")!.Limits);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("none")]
    public void What_is_no_limit_is_refused_with_an_example(string said) =>
        Assert.Contains("--governor", Assert.Single(Parse("--governor", said).Errors).Message, StringComparison.Ordinal);

    private static ParseResult Parse(params string[] words) =>
        RecordCommand.Create().Parse(["--pid", "1", .. words]);
}
