using Contrail.Tool;
using Xunit;

namespace Contrail.Tests.Tool;

/// <summary>Settings of the runtime that are meant for the recorded command.</summary>
public sealed class RuntimeSettingsTests
{
    [Theory]
    [InlineData("DOTNET_EnableEventPipe=1", "CONTRAIL_SET_ASIDE_DOTNET_EnableEventPipe=1")]
    [InlineData("COMPlus_DiagnosticPorts=/a,suspend;/b", "CONTRAIL_SET_ASIDE_COMPlus_DiagnosticPorts=/a,suspend;/b")]
    [InlineData("DOTNET_EnableEventPipeX=1", "DOTNET_EnableEventPipeX=1")]
    [InlineData("DOTNET_EnableDiagnostics=0", "DOTNET_EnableDiagnostics=0")]
    [InlineData("PATH=DOTNET_EnableEventPipe=1", "PATH=DOTNET_EnableEventPipe=1")]
    public void Only_the_settings_get_another_name(string entry, string aside) =>
        Assert.Equal(aside, RuntimeSettings.WithNameAside(entry));

    [Fact]
    public void A_command_gets_all_of_them_back()
    {
        Dictionary<string, string?> environment = new() { ["PATH"] = "/bin" };
        foreach (string name in RuntimeSettings.Names)
        {
            string[] aside = RuntimeSettings.WithNameAside($"{name}={name} value").Split('=', 2);
            environment[aside[0]] = aside[1];
        }

        RuntimeSettings.Restore(environment);
        Assert.Equal(RuntimeSettings.Names.Append("PATH").Order(), environment.Keys.Order());
        Assert.All(RuntimeSettings.Names, name => Assert.Equal($"{name} value", environment[name]));
    }
}
