using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The tool with a real Go service; Go's own reader judges every file.</summary>
public sealed class GoToolTests : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task The_tool_records_a_service_to_its_end_and_checks_repairs_and_cuts_the_file()
    {
        await using GoService service = await GoService.StartAsync("1.26", 4);
        string file = Path.Combine(_folder, "a.trace");
        await using ContrailProcess contrail = ContrailProcess.Start(
            "record", "--url", service.Address.ToString(), "--json", "--period", "60s", "-o", file);
        await contrail.WaitForErrorLineAsync("recording ");
        await AwaitFilledAsync(contrail);
        service.Kill();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        await GoToolchain.ReadAsync(file);

        // The operating system's figures need no rights, so that every recording of a process has them.
        Assert.Equal(SnapshotCompanion.LanesSuffix, manifest.LaneFile);
        Assert.Contains(LaneKind.Figures, manifest.Lanes.Select(lane => lane.Kind));
        Assert.Equal(0, (await ContrailProcess.RunAsync("verify", file + SnapshotCompanion.LanesSuffix)).ExitCode);
        Ended verified = await ContrailProcess.RunAsync("verify", file);
        Assert.StartsWith("complete: go 1.26, ", verified.Output, StringComparison.Ordinal);
        Ended reported = await ContrailProcess.RunAsync("info", "--json", file);
        Assert.Contains("\"generations\":", reported.Output, StringComparison.Ordinal);
        string part = Path.Combine(_folder, "part.trace");
        Ended cut = await ContrailProcess.RunAsync("cut", file, "--from", "+1.2s", "--to", "+1.4s", "-o", part);
        Assert.Equal(0, cut.ExitCode);
        Assert.True(new FileInfo(part).Length < new FileInfo(file).Length);
        await GoToolchain.ReadAsync(part);
        string torn = Path.Combine(_folder, "torn.trace");
        File.WriteAllBytes(torn, File.ReadAllBytes(file)[..^50]);
        Assert.Equal(1, (await ContrailProcess.RunAsync("verify", torn)).ExitCode);
        string repaired = Path.Combine(_folder, "repaired.trace");
        Assert.Equal(0, (await ContrailProcess.RunAsync("repair", torn, "-o", repaired)).ExitCode);
        await GoToolchain.ReadAsync(repaired);
        string piped = Path.Combine(_folder, "piped.trace");
        string tool = $"{Repository.Dotnet} {ContrailProcess.Assembly}";
        Ended recorded = await Command.RunAsync(
            "sh", ["-c", $"cat {file} | {tool} record --stdin --format go --period 60s -o {piped}"], Soon);
        Assert.Equal(0, recorded.ExitCode);
        Assert.Equal(File.ReadAllBytes(file), File.ReadAllBytes(piped));
    }

    // A snapshot shows that this much has arrived; it has no other use.
    private static async Task AwaitFilledAsync(ContrailProcess contrail)
    {
        for (int count = 0; ; count++)
        {
            contrail.Send(Signal.User1);
            ReportedSnapshot reported = await contrail.WaitForSnapshotAsync(count);
            if (reported.Manifest.Generations >= 3)
            {
                return;
            }
        }
    }
}
