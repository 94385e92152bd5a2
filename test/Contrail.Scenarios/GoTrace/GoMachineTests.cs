using Contrail.Scenarios.Machine;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios.GoTrace;

/// <summary>
/// What the machine shows of a Go service that is a process of it, in a nettrace file next to its trace. Contrail's own
/// reader and TraceLog read that file.
/// </summary>
[Collection(Alone.Name)]
public sealed class GoMachineTests(ITestOutputHelper output) : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Of 1,500 samples, three points are three standard deviations of the share.</summary>
    private const double MaxDifference = 0.03;

    private const int ProcessorSeconds = 8;

    private readonly string _folder = Directory.CreateTempSubdirectory("contrail-go-").FullName;

    private string Trace => Path.Combine(_folder, "service.trace");

    private string Lanes => Trace + SnapshotCompanion.LanesSuffix;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("1.22")]
    [InlineData("1.25")]
    [InlineData("1.27")]
    public async Task Samples_have_the_names_and_the_shares_of_the_program(string version)
    {
        SamplingRights.RequireSystem();
        await using GoBusyService service = await GoBusyService.StartAsync(version);
        await using ContrailProcess contrail = await RecordAsync(service);
        double[] spent = await SpendAsync(service, ProcessorSeconds);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        SampledFile file = SampledFile.Read(Lanes);
        double[] expected = [.. spent.Select(one => one / spent.Sum())];
        double[] sampled = [.. GoBusyService.Functions.Select(file.ShareOf)];
        Measured.Report(output, $"Go {version}: {file.Count} samples, {sampled[0]:P1} of {expected[0]:P1}, "
            + $"{sampled[1]:P1} of {expected[1]:P1}, {file.UnknownCount} frames of {file.FrameCount} unknown");
        Assert.Equal(service.Id, manifest.Process.Id);
        Assert.Equal(SnapshotCompanion.LanesSuffix, manifest.LaneFile);
        Assert.Null(manifest.LanesMissingBecause);
        Assert.Equal(
            [LaneKind.CpuSamples, LaneKind.Figures], manifest.Lanes.Select(lane => lane.Kind).Order());
        Assert.Equal(file.Count, manifest.Lanes.Single(lane => lane.Kind == LaneKind.CpuSamples).Records);
        Assert.All(manifest.Lanes, lane => Assert.True(lane.Records > 0));

        // A busy machine takes time of the thread that the program does not count.
        Assert.True(sampled.Sum() > 0.8, $"{sampled.Sum():P1}");
        Assert.All(expected.Zip(sampled), pair => Assert.InRange(
            pair.Second / sampled.Sum(), pair.First - MaxDifference, pair.First + MaxDifference));
        AssertCountIs(spent.Sum(), file.Count);
        AssertOfficialReaderAgrees(sampled);
        Assert.All(new[] { Trace, Lanes }, path => Assert.Equal(OwnerOnly, new FileInfo(path).UnixFileMode));
        await GoToolchain.ReadAsync(Trace);
        await AssertCommandsReadAsync(service.Id);
    }

    [Fact]
    public async Task The_machines_side_of_a_killed_service_ends_with_it()
    {
        SamplingRights.RequireSystem();
        await using GoBusyService service = await GoBusyService.StartAsync("1.26");
        await using ContrailProcess contrail = await RecordAsync(service);
        await SpendAsync(service, 2);
        service.Kill();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        SampledFile file = SampledFile.Read(Lanes);
        Assert.True(manifest.Generations >= 2);
        Assert.True(file.Count > 50, $"{file.Count} samples");
        Assert.True(file.ShareOf(GoBusyService.Functions[0]) > 0.7);
    }

    [Fact]
    public async Task Another_process_that_takes_the_port_is_recorded_after_the_first_without_its_samples()
    {
        SamplingRights.RequireSystem();
        await using GoBusyService first = await GoBusyService.StartAsync("1.26");
        await using ContrailProcess contrail = await RecordAsync(first, "--reconnect", "1m");
        await SpendAsync(first, 1);
        HashSet<long> firstThreads = [.. ThreadsOf(first.Id)];
        first.Kill();
        await first.WaitForExitAsync();
        await using GoBusyService second = await GoBusyService.StartAsync("1.27", first.Address.Authority);
        await contrail.WaitForErrorLineAsync("reconnected to ");
        await SpendAsync(second, 2);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        SampledFile file = SampledFile.Read(Lanes);
        Assert.Equal(second.Id, manifest.Process.Id);
        Assert.True(file.Count > 50, $"{file.Count} samples");
        Assert.True(file.ShareOf(GoBusyService.Functions[0]) > 0.7);
        Assert.Empty(file.ThreadIds.Intersect(firstThreads));
        Assert.All(manifest.Lanes, lane => Assert.True(lane.Replaced > 0, $"{lane.Kind}: {lane.Replaced}"));
        Assert.Equal(
            [LaneKind.CpuSamples, LaneKind.Figures],
            manifest.Losses.Where(loss => loss is { Reason: LossReason.ProcessReplaced, Count: > 0 })
                .Select(loss => loss.Lane!.Value).Order());
        Ended info = await ContrailProcess.RunAsync("info", Trace);
        Assert.Contains(" of the process before ", info.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_a_symbol_table_has_samples_of_its_file_without_names()
    {
        SamplingRights.RequireSystem();
        await using GoBusyService service = await GoBusyService.StartAsync("stripped");
        await using ContrailProcess contrail = await RecordAsync(service);
        await SpendAsync(service, 1);
        contrail.Interrupt();
        await contrail.FinishAsync();
        SampledFile file = SampledFile.Read(Lanes);
        Assert.True(file.Count > 50, $"{file.Count} samples");
        Assert.Equal(0, file.ShareOf(GoBusyService.Functions[0]));
        Ended view = await ContrailProcess.RunAsync("view", "hot-methods", Lanes);
        Assert.Contains("busy-stripped!?", view.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_clock_of_a_time_namespace_is_that_of_the_lanes()
    {
        SamplingRights.RequireSystem();
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Not checked: a time namespace needs root.");
        await using GoBusyService service = await GoBusyService.StartAsync(
            "1.26", null, "unshare", "-T", "--monotonic", "100000", "-f", "--kill-child");
        await using ContrailProcess contrail = await RecordAsync(service);
        double[] spent = await SpendAsync(service, ProcessorSeconds);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        Assert.Equal(await Namespaces.InnerPidAsync(service.Id), manifest.Process.Id);
        AssertCountIs(spent.Sum(), SampledFile.Read(Lanes).Count);
    }

    [Fact]
    public async Task Of_a_service_in_a_container_the_reason_is_reported_and_recording_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Not checked: a pid namespace needs root.");
        await using GoBusyService service = await GoBusyService.StartAsync(
            "1.26", null, "unshare", "-p", "-f", "--kill-child");
        await using ContrailProcess contrail = ContrailProcess.Start([.. Words(service.Address)]);
        await AssertRefusedAsync(service, contrail, "is in a container");
    }

    [Fact]
    public async Task Of_a_service_that_a_proxy_hides_the_reason_is_reported_and_recording_goes_on()
    {
        await using GoBusyService service = await GoBusyService.StartAsync("1.26");
        using SlowRelay relay = new(service.Address, bytesPerSecond: 10 << 20);
        await using ContrailProcess contrail = ContrailProcess.Start([.. Words(relay.Address)]);
        await AssertRefusedAsync(service, contrail, "does not write the trace, as a proxy");
    }

    [Fact]
    public async Task Of_a_service_of_another_user_the_reason_is_reported_and_recording_goes_on()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Not checked: only root can be another user.");
        Assert.SkipUnless(
            Repository.IsOpenToAllUsers, $"other users may not enter {Repository.Root}: clone it elsewhere");
        if (!OperatingSystem.IsWindows())
        {
            new DirectoryInfo(_folder).UnixFileMode |=
                UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
        }

        await using GoBusyService service = await GoBusyService.StartAsync("1.26");
        await using ContrailProcess contrail = ContrailProcess.StartIn(
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"], Words(service.Address));
        await AssertRefusedAsync(service, contrail, "belongs to user 0");
    }

    private static IEnumerable<long> ThreadsOf(int pid) => Directory.EnumerateDirectories($"/proc/{pid}/task")
        .Select(path => long.Parse(Path.GetFileName(path), System.Globalization.CultureInfo.InvariantCulture));

    private IEnumerable<string> Words(Uri address) =>
    [
        "record", "--url", $"{address}", "--json", "--cpu-samples", "199", "--figures", "on", "--period", "5m",
        "-o", Trace,
    ];

    private async Task<ContrailProcess> RecordAsync(GoBusyService service, params string[] options)
    {
        ContrailProcess contrail = ContrailProcess.Start([.. Words(service.Address), .. options]);
        await contrail.WaitForErrorLineAsync("recording ");
        return contrail;
    }

    // The samples begin when the first generation has arrived, so the account begins some lines later.
    private static async Task<double[]> SpendAsync(GoBusyService service, int processorSeconds)
    {
        int first = service.LineCount + 2;
        double[] before = await service.AccountAsync(first);
        double[] after = before;
        for (int line = first + 1; after.Sum() - before.Sum() < processorSeconds; line++)
        {
            after = await service.AccountAsync(line);
        }

        return [.. after.Zip(before, (end, start) => end - start)];
    }

    // More is sampled than was accounted for: at the beginning and at the end.
    private static void AssertCountIs(double seconds, long count) =>
        Assert.InRange(count / 199.0, 0.8 * seconds, (1.1 * seconds) + 15);

    private void AssertOfficialReaderAgrees(double[] sampled)
    {
        IReadOnlyList<IReadOnlyList<string>> samples = TraceLogReading.Read(Lanes).Samples;
        double[] official = [.. GoBusyService.Functions.Select(function => (double)samples.Count(
            stack => stack.Any(name => name.Contains(function, StringComparison.Ordinal))) / samples.Count)];
        Assert.All(sampled.Zip(official), pair => Assert.Equal(pair.First, pair.Second, 0.002));
    }

    private async Task AssertCommandsReadAsync(int pid)
    {
        Ended verified = await ContrailProcess.RunAsync("verify", Lanes);
        Assert.True(verified.ExitCode == 0 && verified.Output.StartsWith("complete", StringComparison.Ordinal),
            verified.Output);
        Ended info = await ContrailProcess.RunAsync("info", Trace);
        Assert.Contains($"in {Lanes}", info.Output, StringComparison.Ordinal);
        foreach (string command in (string[])["findings", "summary"])
        {
            Ended page = await ContrailProcess.RunAsync(command, Trace);
            Assert.Contains($"contrail {command} FILE.nettrace", page.Output, StringComparison.Ordinal);
        }

        Ended view = await ContrailProcess.RunAsync("view", "hot-methods", Lanes);
        Assert.Contains(GoBusyService.Functions[0], view.Output, StringComparison.Ordinal);
        Ended counters = await ContrailProcess.RunAsync("view", "counters", Lanes);
        Assert.Contains("Contrail.Machine", counters.Output, StringComparison.Ordinal);
        Ended summary = await ContrailProcess.RunAsync("summary", Lanes);
        Assert.Contains($"pid {pid}", summary.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("of the framework", summary.Output, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(GoBusyService service, ContrailProcess contrail, string because)
    {
        await contrail.WaitForErrorLineAsync("no CPU samples: ");
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;
        Assert.Contains(because, manifest.LanesMissingBecause, StringComparison.Ordinal);
        Assert.Null(manifest.LaneFile);
        Assert.False(File.Exists(Lanes));
        Assert.False(service.HasExited);
        await GoToolchain.ReadAsync(Trace);
        Ended info = await ContrailProcess.RunAsync("info", Trace);
        Assert.Contains(because, info.Output, StringComparison.Ordinal);
    }
}
