using Contrail.Tool.Text;
using Xunit;

namespace Contrail.Tests.Tool;

public sealed class ProfileTextTests
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void A_step_within_the_window_is_listed_and_an_unchanged_profile_is_not()
    {
        ManifestProfile chosen = new(Noon, Noon.AddSeconds(3), "default+");
        ManifestProfile cheaper = new(Noon.AddSeconds(3), Noon.AddSeconds(9), "default", "too many events");
        Assert.Equal("", ProfileText.Steps([chosen]));
        Assert.StartsWith(", profile changed to default (", ProfileText.Steps([chosen, cheaper, cheaper]));
    }
}
