using Contrail.Launch;
using Xunit;

namespace Contrail.Tests.Recorder.Launch;

public sealed class PortEnvironmentTests
{
    [Theory]
    [InlineData(null, null, "/p,suspend")]
    [InlineData("", "", "/p,suspend")]
    [InlineData("/theirs,nosuspend", null, "/theirs,nosuspend;/p,suspend")]
    [InlineData("/one;/two,suspend;", null, "/one;/two,suspend;/p,suspend")]
    [InlineData(null, "/old", "/old;/p,suspend")]
    [InlineData("/new", "/old", "/new;/p,suspend")]
    public void Ports_that_are_set_already_stay_before_the_recorders(string? dotnet, string? complus, string expected)
    {
        Dictionary<string, string?> environment = new()
        {
            ["DOTNET_DiagnosticPorts"] = dotnet,
            ["COMPlus_DiagnosticPorts"] = complus,
        };
        PortEnvironment.Add(environment, "/p");
        Assert.Equal(expected, environment["DOTNET_DiagnosticPorts"]);
    }
}
