using Xunit;

namespace Contrail.Scenarios.Support;

/// <summary>The tool as a user runs it: the tool of the same build as these tests.</summary>
public sealed class ContrailProcess : ChildProcess
{
    private const string SnapshotLine = """{"path":""";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private ContrailProcess(
        string fileName, IEnumerable<string> arguments, IReadOnlyDictionary<string, string?>? environment)
        : base(fileName, arguments, environment)
    {
    }

    /// <summary>The path of the tool's assembly.</summary>
    public static string Assembly { get; } =
        Path.Combine(Repository.Artifacts, "bin", "Contrail.Tool", Repository.Configuration, "Contrail.Tool.dll");

    /// <summary>
    /// The snapshots reported with <c>--json</c> so far; with a command they are reported on standard error.
    /// </summary>
    public IReadOnlyList<ReportedSnapshot> Snapshots =>
        [.. Output.Concat(Errors)
            .Where(line => line.StartsWith(SnapshotLine, StringComparison.Ordinal))
            .Select(ReportedSnapshot.Parse)];

    public static ContrailProcess Start(params string[] arguments) =>
        Start(arguments, new Dictionary<string, string?>());

    public static ContrailProcess Start(
        IEnumerable<string> arguments, IReadOnlyDictionary<string, string?> environment) =>
        new(Repository.Dotnet, [Assembly, .. arguments], environment);

    /// <summary>
    /// Starts <c>contrail record</c> for a process, with snapshots reported as JSON, and returns when it records.
    /// </summary>
    public static async Task<ContrailProcess> RecordAsync(int processId, params string[] options)
    {
        ContrailProcess contrail = Start(["record", "--pid", $"{processId}", "--json", .. options]);
        try
        {
            await contrail.WaitForErrorLineAsync("recording ");
            return contrail;
        }
        catch (TimeoutException)
        {
            await contrail.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts <c>contrail record -- command</c> as the leader of a process group of its own.</summary>
    public static ContrailProcess RecordCommand(
        IEnumerable<string> options,
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string?>? environment = null) =>
        new("setsid", [Repository.Dotnet, Assembly, "record", "--json", .. options, "--", .. command], environment);

    /// <summary>Starts it by way of a program that changes its surroundings, such as <c>unshare</c>.</summary>
    public static ContrailProcess StartIn(IReadOnlyList<string> program, IEnumerable<string> arguments) =>
        new(program[0], [.. program.Skip(1), Repository.Dotnet, Assembly, .. arguments], environment: null);

    /// <summary>Runs it to its end.</summary>
    public static Task<Ended> RunAsync(params string[] arguments) => ToEndAsync(Start(arguments));

    /// <summary>The same, as a user with few permissions. Needs root.</summary>
    public static Task<Ended> RunUnprivilegedAsync(params string[] arguments)
    {
        Assert.SkipUnless(
            Repository.IsOpenToAllUsers, $"other users may not enter {Repository.Root}: clone it elsewhere");
        string[] unprivileged = ["--reuid=65534", "--regid=65534", "--clear-groups", Repository.Dotnet, Assembly];
        return ToEndAsync(new ContrailProcess("setpriv", [.. unprivileged, .. arguments], environment: null));
    }

    /// <summary>Waits for the snapshot with that many before it.</summary>
    public async Task<ReportedSnapshot> WaitForSnapshotAsync(int skipCount = 0) =>
        ReportedSnapshot.Parse(await WaitForLineAsync(SnapshotLine, skipCount));

    /// <summary>Waits for its end, which must be a successful one, and returns its last snapshot.</summary>
    public async Task<ReportedSnapshot> FinishAsync()
    {
        int exitCode = await WaitForExitAsync();
        return exitCode == 0 && Snapshots.Count > 0
            ? Snapshots[^1]
            : throw new InvalidOperationException(Describe($"ended with {exitCode} and {Snapshots.Count} snapshots"));
    }

    private static async Task<Ended> ToEndAsync(ContrailProcess started)
    {
        await using ContrailProcess contrail = started;
        int exitCode = await contrail.WaitForExitAsync(Patience);
        return new Ended(exitCode, string.Join('\n', contrail.Output), string.Join('\n', contrail.Errors));
    }
}
