using Contrail.Analysis.NetTrace.Reading;
using Contrail.Core.Formats;
using Contrail.Scenarios.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>
/// In a pid namespace of a few hundred ids, a thread's id is reused within a second. To a reader the second incarnation
/// is the first one with missing events, unless the file distinguishes them.
/// </summary>
[Collection(Alone.Name)]
public sealed class RecycledThreadTests(ITestOutputHelper output)
{
    private const string NeedsRoot = "Only root can have a pid namespace of its own.";
    private const int MaxPid = 400;

    /// <summary>How many threads live in the last second depends on the load of the machine.</summary>
    private const int MinReused = 20;
    private const string Lives = "Contrail-Target-Threads:0xffffffffffffffff:5";

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public Task Threads_with_reused_ids_are_not_counted_as_a_loss(string framework) =>
        RecordAsync(framework, firstLivesStay: true, "--period", "60s");

    [Theory]
    [InlineData("net10.0")]
    [InlineData("net11.0")]
    public Task Losses_of_evicted_incarnations_are_not_counted(string framework) =>
        RecordAsync(framework, firstLivesStay: false, "--period", "1s");

    private async Task RecordAsync(string framework, bool firstLivesStay, params string[] options)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, NeedsRoot);
        using TraceFile trace = new();
        await using TargetProcess target = await Namespaces.StartAsync(
            framework,
            "threads --rate 200",
            "-p -m -f",
            $"mount -t proc proc /proc && echo {MaxPid} > /proc/sys/kernel/pid_max");
        int pid = await Namespaces.InnerPidAsync(target.Id);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            pid, [.. options, "--providers", Lives, "-o", trace.FullName]);
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        contrail.Interrupt();
        SnapshotManifest manifest = (await contrail.FinishAsync()).Manifest;

        TraceEventReading reading = TraceEventReading.Read(trace.FullName);
        int[] numbers = [.. reading.Lives.Select(life => life.Number).Order()];
        int ids = reading.Lives.Select(life => life.ThreadId).Distinct().Count();
        output.WriteLine($"{framework}: {numbers.Length} threads with {ids} ids, {manifest.WindowSeconds} s");
        Assert.True(
            numbers.Length >= ids + MinReused, $"{numbers.Length} threads had {ids} ids: too few were reused.");
        Assert.Equal(Enumerable.Range(numbers[0], numbers.Length), numbers);
        Assert.Equal(0, reading.EventsLost);
        Assert.Equal(0, manifest.EventsLost);
        Assert.False(manifest.LossesMayBeMore);
        Assert.Equal(0, ReadByUs(trace).EventsLost);
        Assert.Equal(!firstLivesStay, manifest.Losses.Any(loss =>
            loss.Reason == LossReason.Evicted) || numbers[0] > MaxPid);
    }

    private static TraceFileFacts ReadByUs(TraceFile trace)
    {
        using FileStream stream = File.OpenRead(trace.FullName);
        bool isRead = TraceFileFacts.TryRead(
            stream, out TraceFileFacts? facts, out TraceFault? fault, TestContext.Current.CancellationToken);
        Assert.True(isRead, $"{fault}");
        return facts!;
    }
}
