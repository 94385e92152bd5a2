using System.Diagnostics;
using Contrail.Discovery;
using Xunit;

namespace Contrail.Scenarios.Ipc;

/// <summary>Why a real process cannot be recorded.</summary>
public sealed class ReasonTests
{
    [Fact]
    public void A_runtime_with_diagnostics_turned_off_is_reported_as_such()
    {
        using ChildTarget child = new(("DOTNET_EnableDiagnostics", "0"));
        child.WaitUntilItRuns();
        DiagnosticEndpoint endpoint = DiagnosticEndpoint.Find(child.Pid);
        while (endpoint.Status == Attachability.NotYet)
        {
            Assert.False(child.HasExited);
            Thread.Yield();
            endpoint = DiagnosticEndpoint.Find(child.Pid);
        }

        Assert.Equal(Attachability.DiagnosticsDisabled, endpoint.Status);
        ListedTarget listed = Assert.Single(
            TargetListing.Current(TestContext.Current.CancellationToken), target => target.Pid == child.Pid);
        Assert.Equal((endpoint.Status, endpoint.Explanation), (listed.Status, listed.Reason));
    }

    [Fact]
    public void A_child_is_listed_with_its_version_until_it_ends()
    {
        int pid;
        using (ChildTarget child = new())
        {
            child.WaitUntilItRuns();
            pid = child.Pid;
            ListedTarget listed = Assert.Single(
                TargetListing.Current(TestContext.Current.CancellationToken), target => target.Pid == pid);
            Assert.Equal((Attachability.Ready, Environment.Version.ToString()), (listed.Status, listed.RuntimeVersion));
        }

        // It was killed and left its socket.
        Assert.Equal(Attachability.NoSuchProcess, DiagnosticEndpoint.Find(pid).Status);
    }

    [Fact]
    public void A_program_without_a_runtime_is_reported_as_such()
    {
        using Process sleep = Process.Start("/bin/sleep", "60");
        DiagnosticEndpoint endpoint = DiagnosticEndpoint.Find(sleep.Id);
        sleep.Kill();
        sleep.WaitForExit();
        Assert.Equal(Attachability.NotDotNet, endpoint.Status);
    }
}
