using System.Globalization;
using System.Text.Json;
using Contrail.Core.Ring.Lanes.Figures;
using Contrail.Machine.Figures;
using Contrail.Scenarios.Support;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>The operating system's figures of a real process follow what it does.</summary>
public sealed class MachineFigureTests(ITestOutputHelper output)
{
    private const string Obey = """
        while read -r command; do
          case $command in
            burn) for ((i = 0; i < 400000; i++)); do :; done ;;
            write) printf '%1000000s' x >/dev/null ;;
            allocate) printf -v held '%20000000s' x ;;
          esac
          echo "done $command"
        done
        """;

    private static readonly FigureEvent Target = FigureTable.Target;

    [Fact]
    public async Task A_process_that_burns_is_charged_what_the_system_reports()
    {
        await using ShellProcess shell = ShellProcess.Start(Obey);
        await DoAsync(shell, "start");
        using FigureReader reader = FigureReader.Open(shell.Id)!;
        KeptFigures before = KeptFigures.Read(reader)!;
        TimeSpan usedBefore = shell.ProcessorTime;

        await DoAsync(shell, "burn");
        KeptFigures after = KeptFigures.Read(reader)!;
        TimeSpan used = shell.ProcessorTime - usedBefore;

        TimeSpan charged = TimeSpan.FromTicks((Cpu(after) - Cpu(before)) / 100);
        output.WriteLine($"charged {charged}, the system reports {used}");
        Assert.InRange(charged, TimeSpan.FromMilliseconds(100), TimeSpan.MaxValue);
        Assert.InRange(charged - used, TimeSpan.FromMilliseconds(-20), TimeSpan.FromMilliseconds(20));
        Assert.Equal([("bash", shell.Id)], after.Subjects(FigureTable.BusyThread));
        Assert.InRange(after.Of(FigureTable.BusyThread, "RunTime"), Cpu(after) / 2, long.MaxValue);
        Assert.InRange(Difference(before, after, "RunCount"), 1, long.MaxValue);

        // It waits for the next command.
        Assert.Equal((1, 0), (after.Of(Target, "ThreadsSleeping"), after.Of(Target, "ThreadsRunning")));
        KeptFigures idle = KeptFigures.Read(reader)!;
        Assert.Equal(0, Difference(after, idle, "RunCount"));
        Assert.Empty(idle.Subjects(FigureTable.BusyThread));
    }

    [Fact]
    public async Task A_process_that_writes_and_allocates_is_charged_for_it()
    {
        await using ShellProcess shell = ShellProcess.Start(Obey);
        await DoAsync(shell, "start");
        using FigureReader reader = FigureReader.Open(shell.Id)!;
        KeptFigures before = KeptFigures.Read(reader)!;

        await DoAsync(shell, "write");
        KeptFigures written = KeptFigures.Read(reader)!;
        Assert.InRange(Difference(before, written, "WriteBytes"), 1_000_000, 1_001_000);
        Assert.InRange(Difference(before, written, "WriteCalls"), 1, 1_000_000);
        Assert.Equal(IoOf(shell.Id, "wchar"), written.Of(Target, "WriteBytes"));
        Assert.Equal(IoOf(shell.Id, "syscr"), written.Of(Target, "ReadCalls"));

        await DoAsync(shell, "allocate");
        KeptFigures allocated = KeptFigures.Read(reader)!;
        Assert.InRange(Difference(written, allocated, "AnonymousBytes"), 15 << 20, 100 << 20);
        Assert.InRange(Difference(written, allocated, "MinorFaults"), 5, long.MaxValue);
        Assert.InRange(
            allocated.Of(Target, "ResidentBytes") - shell.ResidentBytes, -(4 << 20), 4 << 20);
    }

    [Fact]
    public async Task A_process_that_is_killed_ends_the_reading_and_leaves_no_file_open()
    {
        await using ShellProcess shell = ShellProcess.Start(Obey);
        await DoAsync(shell, "start");
        using FigureReader reader = FigureReader.Open(shell.Id)!;
        Assert.NotNull(KeptFigures.Read(reader));
        Assert.InRange(OpenFiles(shell.Id), 5, 100);

        shell.Kill();
        await shell.WaitForExitAsync();

        Assert.Null(KeptFigures.Read(reader));
        Assert.Null(KeptFigures.Read(reader, isQuick: true));
        Assert.Equal(0, OpenFiles(shell.Id));
        Assert.Null(FigureReader.Open(shell.Id));
    }

    [Fact]
    public async Task A_process_that_is_throttled_shows_its_quota_and_for_how_long()
    {
        Assert.SkipUnless(CgroupQuota.IsUsable, "a control group with a quota needs root");
        await using ShellProcess shell = ShellProcess.Start(Obey);
        await DoAsync(shell, "start");
        using FigureReader reader = FigureReader.Open(shell.Id)!;
        Assert.NotNull(KeptFigures.Read(reader));
        using CgroupQuota quota = new(shell.Id);
        KeptFigures before = KeptFigures.Read(reader)!;
        Assert.Equal(CgroupQuota.QuotaNanoseconds, Group("CpuQuota", before));
        Assert.Equal(CgroupQuota.PeriodNanoseconds, Group("CpuPeriod", before));

        await DoAsync(shell, "burn");
        KeptFigures after = KeptFigures.Read(reader)!;
        string[] counts = await File.ReadAllLinesAsync(quota.CountsFile, TestContext.Current.CancellationToken);
        long throttled = Group("ThrottledPeriods", after);
        output.WriteLine($"{throttled} periods, {Group("ThrottledTime", after) / 1_000_000} ms");
        Assert.InRange(throttled - Group("ThrottledPeriods", before), 1, long.MaxValue);
        Assert.InRange(Group("ThrottledTime", after) - Group("ThrottledTime", before), 1_000_000, long.MaxValue);
        Assert.Contains($"nr_throttled {throttled}", counts);

        long Group(string column, KeptFigures turn) => turn.Of(FigureTable.Cgroup, column, quota.Name);
    }

    [Fact]
    public async Task Collections_and_exceptions_of_a_process_are_in_the_view_of_the_machine()
    {
        await using TargetProcess target = await TargetProcess.StartAsync("net10.0", "work --rate 500");
        using TraceFile file = new();
        Ended recorded = await ContrailProcess.RunAsync(
            "record", "--pid", $"{target.Id}", "--figures-period", "1h", "--duration", "4s", "--force", "-o",
            file.FullName);
        Assert.True(recorded.ExitCode == 0, recorded.Errors);
        Ended shown = await ContrailProcess.RunAsync("view", "machine", "--table", "figures", "--json", file.FullName);
        Assert.True(shown.ExitCode == 0, shown.Errors);
        using JsonDocument view = JsonDocument.Parse(shown.Output);
        JsonElement[] rows = [.. view.RootElement.GetProperty("tables")[0].GetProperty("rows").EnumerateArray()
            .Where(row => row.GetProperty("group").GetString() == "runtime")];
        output.WriteLine(string.Join('\n', rows));
        Assert.True(Happened(rows, "Exceptions") > 0);
        string[] collections = ["Gen0Collections", "Gen1Collections", "Gen2Collections"];
        Assert.True(collections.Sum(one => Happened(rows, one)) > 0);
        Assert.InRange(Happened(rows, "PauseTime"), 1e-6, 4);
    }

    private static double Happened(JsonElement[] rows, string figure) =>
        rows.Single(row => row.GetProperty("figure").GetString() == figure).GetProperty("change").GetDouble();

    private static async Task DoAsync(ShellProcess shell, string command)
    {
        await shell.WriteLineAsync(command);
        await shell.WaitForLineAsync($"done {command}");

        // It is asleep once it reads the next command; the line is written just before.
        Assert.True(SpinWait.SpinUntil(
            () => File.ReadAllText($"/proc/{shell.Id}/stat").Contains(") S ", StringComparison.Ordinal),
            TimeSpan.FromSeconds(30)));
    }

    private static long Cpu(KeptFigures turn) => turn.Of(Target, "UserTime") + turn.Of(Target, "SystemTime");

    private static long Difference(KeptFigures before, KeptFigures after, string column) =>
        after.Of(Target, column) - before.Of(Target, column);

    private static long IoOf(int processId, string name) => long.Parse(
        File.ReadLines($"/proc/{processId}/io").Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))
            [(name.Length + 1)..],
        CultureInfo.InvariantCulture);

    private static int OpenFiles(int processId) => Directory.EnumerateFileSystemEntries("/proc/self/fd")
        .Count(link => new FileInfo(link).LinkTarget?.StartsWith(
            $"/proc/{processId}/", StringComparison.Ordinal) == true);
}
