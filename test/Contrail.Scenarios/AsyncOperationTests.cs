using Contrail.Analysis.Model;
using Contrail.Scenarios.Support;
using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Scenarios;

/// <summary>A program on .NET 11 runs known async chains, and exactly these are in the file.</summary>
public sealed class AsyncOperationTests
{
    private const string Provider = "System.Runtime.CompilerServices.AsyncProfilerEventSource:0x3ffff:4";

    /// <summary>
    /// Longer than the compilation of an await on a busy machine: where what it awaits ends meanwhile, the thread pool
    /// resumes it, and the end does not.
    /// </summary>
    private const int WaitMilliseconds = 150;

    /// <summary>
    /// A thread that has been idle for a quarter of a second is flushed by a timer of one second in the target.
    /// </summary>
    private static readonly TimeSpan FlushPeriod = TimeSpan.FromSeconds(1);

    private const int MaxSnapshots = 20;

    private static readonly string[] OfCompiler =
        ["StateMachine Completed: CompilerChain.InnerAsync < CompilerChain.MiddleAsync < CompilerChain.OuterAsync"];

    private static readonly string[] OfRuntime =
        ["Runtime Completed: RuntimeChain.InnerAsync < RuntimeChain.MiddleAsync < RuntimeChain.OuterAsync"];

    private static readonly string[] Mixed =
    [
        "StateMachine Completed: MixedChain.InnerAsync",
        "Runtime Completed: MixedChain.MiddleAsync",
        "StateMachine Completed: MixedChain.OuterAsync",
    ];

    private static readonly string[] Others =
    [
        "StateMachine Completed: PooledChain.InnerAsync < PooledChain.OuterAsync",
        "StateMachine Completed: FailingChain.CompilerThrowAsync < FailingChain.CompilerMiddleAsync"
            + " < FailingChain.CompilerOuterAsync",
        "Runtime Failed: FailingChain.RuntimeThrowAsync",
        "Runtime Completed: FailingChain.RuntimeMiddleAsync < FailingChain.RuntimeOuterAsync",
        "StateMachine Completed: FailingChain.CompilerCancelAsync < FailingChain.CompilerMiddleAsync"
            + " < FailingChain.CompilerOuterAsync",
        "Runtime Failed: FailingChain.RuntimeCancelAsync",
        "Runtime Completed: FailingChain.RuntimeMiddleAsync < FailingChain.RuntimeOuterAsync",
    ];

    private static CancellationToken Canceled => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_chains_of_the_compiler_and_of_the_runtime_are_found_exactly()
    {
        using TraceFile trace = new();
        await using AsyncTargetProcess target = await AsyncTargetProcess.StartAsync(
            "compiler+runtime+mixed+pooled+compiler-throws+runtime-throws+compiler-canceled+runtime-canceled",
            WaitMilliseconds);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", Provider, "--period", "60s", "-o", trace.FullName);
        await target.RunAsync();
        await target.RunAsync();
        string[] once = [.. OfCompiler, .. OfRuntime, .. Mixed, .. Others];
        await WaitForFlushAsync(contrail, 2 * once.Length);
        contrail.Interrupt();
        ReportedSnapshot snapshot = await contrail.FinishAsync();

        Assert.Equal(0, snapshot.Manifest.EventsLost);
        AsyncRecords records = AsyncRecords.Read(await File.ReadAllBytesAsync(trace.FullName, Canceled));
        Assert.Equal([.. once, .. once], Chains(records));
        Assert.All(MixedWaits(records), wait =>
            Assert.EndsWith("MixedChain.InnerAsync < MixedChain.MiddleAsync < MixedChain.OuterAsync", wait));
        Assert.Equal(0, records.UnpairedCount);
        Assert.Empty(records.Damage);
    }

    [Fact]
    public async Task Of_a_killed_process_the_chains_before_the_last_flush_are_found()
    {
        using TraceFile trace = new();
        await using AsyncTargetProcess target =
            await AsyncTargetProcess.StartAsync("compiler+runtime+mixed", WaitMilliseconds);
        await using ContrailProcess contrail = await ContrailProcess.RecordAsync(
            target.Id, "--providers", Provider, "--period", "60s", "-o", trace.FullName);
        await target.RunAsync();
        string[] once = [.. OfCompiler, .. OfRuntime, .. Mixed];
        await WaitForFlushAsync(contrail, once.Length);
        await target.BeginRunAsync();
        // Anywhere in the second run.
        await Task.Delay(Random.Shared.Next(8 * WaitMilliseconds), Canceled);
        target.Kill();
        ReportedSnapshot snapshot = await contrail.FinishAsync();

        Assert.Equal(SourceState.Torn, snapshot.Manifest.Source);
        AsyncRecords records = AsyncRecords.Read(await File.ReadAllBytesAsync(trace.FullName, Canceled));
        Assert.Equal(once, Chains(records).Take(once.Length));
        Assert.All(records.Operations.OrderBy(one => one.Range.Start).Skip(once.Length), later =>
            Assert.Equal(AsyncOutcome.Open, later.Outcome));
        Assert.Empty(records.Damage);
    }

    // Only a snapshot shows that the timer has flushed the buffers of these operations.
    private static async Task WaitForFlushAsync(ContrailProcess contrail, int operationCount)
    {
        for (int taken = 0; taken < MaxSnapshots; taken++)
        {
            await Task.Delay(FlushPeriod, Canceled);
            contrail.Send(Signal.User1);
            ReportedSnapshot snapshot = await contrail.WaitForSnapshotAsync(taken);
            AsyncRecords records = AsyncRecords.Read(await File.ReadAllBytesAsync(snapshot.Path, Canceled));
            if (records.Operations.Count(one => one.Outcome != AsyncOutcome.Open) >= operationCount)
            {
                return;
            }
        }

        Assert.Fail($"{operationCount} operations are not in a snapshot after {MaxSnapshots} periods of the flush.");
    }

    // Without the numbers, which depend on what else the program did.
    private static IEnumerable<string> Chains(AsyncRecords records) => records.Operations
        .OrderBy(one => one.Range.Start)
        .Select(one => $"{one.Form} {one.Outcome}: {records.Text(one.Stack)}");

    private static string[] MixedWaits(AsyncRecords records)
    {
        string[] waits =
        [
            .. records.Operations.Where(one => records.Text(one.Stack) == "MixedChain.OuterAsync")
                .SelectMany(one => records.Waits(one.Id)),
        ];
        Assert.Equal(2, waits.Length);
        return waits;
    }
}
