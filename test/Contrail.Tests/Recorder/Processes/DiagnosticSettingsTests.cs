using System.Text;
using Contrail.Processes;
using Xunit;

namespace Contrail.Tests.Recorder.Processes;

public sealed class DiagnosticSettingsTests
{
    /// <summary>Variables, each followed by a bar, and what turned diagnostics off.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("PATH=/bin|DOTNET_EnableDiagnostics=1|", null)]
    [InlineData("DOTNET_EnableDiagnostics=0|", "DOTNET_EnableDiagnostics=0")]
    [InlineData("DOTNET_EnableDiagnostics_IPC=0x0|", "DOTNET_EnableDiagnostics_IPC=0")]
    [InlineData("COMPlus_EnableDiagnostics=00|", "COMPlus_EnableDiagnostics=0")]
    [InlineData("COMPlus_EnableDiagnostics=0|DOTNET_EnableDiagnostics=1|", null)]              // The newer prefix wins.
    [InlineData("DOTNET_EnableDiagnostics=a|", null)]
    [InlineData("DOTNET_EnableDiagnostics=off|", null)]                                        // No number.
    [InlineData("XDOTNET_EnableDiagnostics=0|DOTNET_EnableDiagnosticsX=0|", null)]
    [InlineData("DOTNET_EnableDiagnostics=1|DOTNET_EnableDiagnostics=0|", null)]               // The first counts.
    [InlineData("DOTNET_EnableDiagnostics_Debugger=0|", null)]
    [InlineData("DOTNET_EnableDiagnostics=0", "DOTNET_EnableDiagnostics=0")]                   // Cut off by the kernel.
    public void A_switch_at_zero_turns_diagnostics_off(string environment, string? turnedOffBy) =>
        Assert.Equal(turnedOffBy, Parse(environment).TurnedOffBy);

    [Theory]
    [InlineData("TMPDIR=/own/|", "/own", false)]
    [InlineData("TMPDIR=|DOTNET_EnableEventPipe=1|", "/tmp", true)]
    [InlineData("TMPDIR=here|DOTNET_EnableEventPipe=0|", "/tmp", false)]
    public void The_folder_and_a_trace_of_its_own(string environment, string folder, bool writesOwnTrace)
    {
        DiagnosticSettings settings = Parse(environment);
        Assert.Equal((folder, writesOwnTrace), (settings.TemporaryDirectory, settings.WritesOwnTrace));
    }

    [Fact]
    public void Other_variables_are_not_kept() =>
        Assert.DoesNotContain("hush", Parse("SECRET=hush|DOTNET_EnableDiagnostics=0|").ToString());

    private static DiagnosticSettings Parse(string environment) =>
        DiagnosticSettings.Parse(Encoding.UTF8.GetBytes(environment.Replace('|', '\0')));
}
