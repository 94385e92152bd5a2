using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>
/// An oracle: dotnet-trace, of the version in <c>.config/dotnet-tools.json</c>, as a user would read a file with it.
/// </summary>
public static class DotnetTrace
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string[] Complaints = ["[error]", "potentially broken", "unhandled exception"];
    private static readonly Lazy<Task> Restored = new(RestoreAsync);

    /// <summary>
    /// <c>dotnet-trace report FILE topN</c>, which must succeed without complaints; returns its output.
    /// </summary>
    public static async Task<string> ReportAsync(string traceFile, int methods = 20) =>
        RefuseComplaints(await RunAsync("report", traceFile, "topN", "-n", $"{methods}"));

    /// <summary>
    /// <c>dotnet-trace convert FILE</c> to <c>Speedscope</c> or <c>Chromium</c>, the same; returns the text that it
    /// wrote.
    /// </summary>
    public static async Task<string> ConvertAsync(string traceFile, string format)
    {
        string folder = Directory.CreateTempSubdirectory("contrail-convert-").FullName;
        try
        {
            string converted = Path.Combine(folder, "converted");
            RefuseComplaints(await RunAsync("convert", traceFile, "--format", format, "-o", converted));
            return await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(folder)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Any command of it, unjudged.</summary>
    public static async Task<Ended> RunAsync(params string[] arguments)
    {
        await Restored.Value;
        return await Command.RunAsync(Repository.Dotnet, ["tool", "run", "dotnet-trace", "--", .. arguments], Patience);
    }

    private static string RefuseComplaints(Ended ended)
    {
        string text = $"{ended.Output}\n{ended.Errors}";
        Assert.True(ended.ExitCode == 0, $"dotnet-trace ended with {ended.ExitCode}:\n{text}");
        // The output is searched for "error" only in part: names of methods may contain the word.
        Assert.Equal("", ended.Errors);
        Assert.All(Complaints, complaint => Assert.DoesNotContain(complaint, text, StringComparison.OrdinalIgnoreCase));
        return ended.Output;
    }

    private static async Task RestoreAsync()
    {
        // Two at once would unpack into one folder.
        string lockFile = Path.Combine(Repository.Artifacts, ".dotnet-tools.lock");
        using FileStream held = await FileLock.TakeAsync(lockFile, CancellationToken.None);
        Ended ended = await Command.RunAsync(Repository.Dotnet, ["tool", "restore"], Patience);
        Assert.True(ended.ExitCode == 0, $"dotnet-trace was not restored.\n{ended.Output}\n{ended.Errors}");
    }
}
