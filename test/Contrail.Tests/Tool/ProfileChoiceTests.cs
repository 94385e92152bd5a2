using Contrail.Tool;
using Contrail.Tool.Arguments;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class ProfileChoiceTests
{
    [Theory]
    [InlineData("--providers Shop.A:0x1:4,Shop.B:0x2:5")]
    [InlineData("--providers Shop.A:0x1:4 --providers Shop.B:0x2:5")]
    public void Providers_may_be_given_together_or_one_after_the_other(string options)
    {
        Profile profile = ProfileChoice.Of(CommandLine.Root().Parse($"record --pid 5 {options}"));
        Assert.Equal(
            ["Shop.A 1", "Shop.B 2"],
            profile.Providers.Where(provider => provider.Name.StartsWith("Shop.", StringComparison.Ordinal))
                .Select(provider => $"{provider.Name} {provider.Keywords}"));
    }
}
