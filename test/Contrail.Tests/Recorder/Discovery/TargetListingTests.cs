using Xunit;

namespace Contrail.Tests.Recorder.Discovery;

public sealed class TargetListingTests
{
    [Theory]
    [InlineData("/opt/app/server|--x", "server")]
    [InlineData("dotnet|/srv/Shop.dll|a.dll", "Shop")]
    [InlineData("/usr/bin/dotnet|exec|--depsfile|x.json|/srv/Shop.DLL", "Shop")]
    [InlineData("dotnet|run|--|x.dll", "dotnet")]                              // What follows belongs to another.
    [InlineData("", "kernel")]
    public void A_process_is_listed_under_the_name_its_user_expects(string arguments, string name) =>
        Assert.Equal(name, TargetListing.NameOf(arguments.Length == 0 ? [] : arguments.Split('|'), "kernel"));

    [Fact]
    public void A_name_of_any_length_leaves_room_in_its_line()
    {
        Assert.Equal("server", TargetListing.Shorten("server"));
        Assert.Equal(40, TargetListing.Shorten(new string('a', 100_000)).Length);
    }

    [Fact]
    public void This_process_is_listed_as_recordable()
    {
        ListedTarget ours = Assert.Single(
            TargetListing.Current(TestContext.Current.CancellationToken),
            target => target.Pid == Environment.ProcessId);
        Assert.Equal(
            (Attachability.Ready, null, "Contrail.Tests", Environment.Version.ToString()),
            (ours.Status, ours.Reason, ours.Name, ours.RuntimeVersion));
    }
}
