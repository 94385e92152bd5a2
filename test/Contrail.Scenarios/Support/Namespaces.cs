using System.Globalization;

namespace Contrail.Scenarios.Support;

/// <summary>Processes with namespaces of their own, as in a container. Needs root.</summary>
internal static class Namespaces
{
    private const string Elsewhere = "/mnt";

    /// <summary>
    /// Starts Contrail.Target by way of <c>unshare</c> and a shell that prepares its world. The process is that of
    /// <c>unshare</c>: with <c>-f</c> the target is its child.
    /// </summary>
    public static async Task<TargetProcess> StartAsync(
        string framework, string arguments, string unshareOptions, string preparation)
    {
        // Seen from another place too: this clone may be in the folder that the preparation covers.
        string folder = Path.GetDirectoryName(await TargetBuild.ExecutableAsync(framework))!;
        string[] words =
            [.. unshareOptions.Split(' '), "--kill-child", "sh", "-c",
                $"mount --bind '{folder}' {Elsewhere} && {preparation} && "
                    + $"exec {Elsewhere}/Contrail.Target {arguments}"];
        TargetProcess started = TargetProcess.Start(
            "unshare", unshareOptions.Contains("-f", StringComparison.Ordinal) ? words : [.. words.Where(IsNoFork)]);
        try
        {
            await started.WaitForLineAsync("ready");
            return started;
        }
        catch (TimeoutException)
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>The pid, in this namespace, of the one child of <c>unshare -f</c>.</summary>
    public static async Task<int> InnerPidAsync(int unsharePid)
    {
        string children = await File.ReadAllTextAsync($"/proc/{unsharePid}/task/{unsharePid}/children");
        return int.Parse(children.Trim(), CultureInfo.InvariantCulture);
    }

    // It means nothing where there is no child.
    private static bool IsNoFork(string word) => word != "--kill-child";
}
