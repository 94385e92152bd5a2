using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>What <c>test/viewers/prepare.sh</c> installs: the tools of other viewers.</summary>
public static class Viewers
{
    /// <summary>A file of these tools. Where it is missing the test is skipped, or fails with <c>CI=true</c>.</summary>
    public static string Require(string name)
    {
        string path = Path.Combine(Repository.Artifacts, "viewers", name);
        const string Missing = "test/viewers/prepare.sh has not installed the tools of other viewers";
        bool isOnBuildServer = string.Equals(
            Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
        Assert.False(!File.Exists(path) && isOnBuildServer, Missing);
        Assert.SkipUnless(File.Exists(path), Missing);
        return path;
    }
}
