using Contrail.Tests.Support;
using Xunit;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>The async operations of recordings of programs with known chains.</summary>
public sealed class AsyncChainTests
{
    /// <summary>The chains of test/Contrail.AsyncTarget, once each.</summary>
    [Fact]
    public void Known_chains_of_the_compiler_and_the_runtime_are_found_exactly()
    {
        AsyncRecords records = AsyncRecords.Read(Captures.Read("net11-async"));
        Assert.Equal(
            [
                "1 StateMachine Completed: CompilerChain.InnerAsync < CompilerChain.MiddleAsync"
                    + " < CompilerChain.OuterAsync",
                "3 Runtime Completed: RuntimeChain.InnerAsync < RuntimeChain.MiddleAsync < RuntimeChain.OuterAsync",
                "4 StateMachine Completed awaited by 5: MixedChain.InnerAsync",
                "5 Runtime Completed awaited by 6: MixedChain.MiddleAsync",
                "6 StateMachine Completed: MixedChain.OuterAsync",
                "7 StateMachine Completed: PooledChain.InnerAsync < PooledChain.OuterAsync",
                "8 StateMachine Completed: FailingChain.CompilerThrowAsync < FailingChain.CompilerMiddleAsync"
                    + " < FailingChain.CompilerOuterAsync",
                "9 Runtime Failed awaited by 10: FailingChain.RuntimeThrowAsync",
                "10 Runtime Completed: FailingChain.RuntimeMiddleAsync < FailingChain.RuntimeOuterAsync",
                "11 StateMachine Completed: FailingChain.CompilerCancelAsync < FailingChain.CompilerMiddleAsync"
                    + " < FailingChain.CompilerOuterAsync",
                "12 Runtime Failed awaited by 13: FailingChain.RuntimeCancelAsync",
                "13 Runtime Completed: FailingChain.RuntimeMiddleAsync < FailingChain.RuntimeOuterAsync",
            ],
            records.Chains);
        Assert.Equal([3, 3, 1, 1, 1, 2, 1, 1, 1, 1, 1, 1], records.Operations
            .OrderBy(one => one.Range.Start).Select(one => one.SuspensionCount));
        Assert.Equal([0, 0, 0, 0, 0, 0, 2, 1, 2, 2, 2, 2], records.Operations
            .OrderBy(one => one.Range.Start).Select(one => one.UnwoundFrames));
        // Each wait is a delay of 20 ms.
        Assert.All(records.Operations, one => Assert.InRange(
            one.SuspendedNanoseconds / 1e6 / one.SuspensionCount, 18, 40));
        Assert.All(records.Operations, one => Assert.True(one.Range.IsWhole));
        Assert.Equal(0, records.UnpairedCount);
        Assert.Empty(records.Damage);
    }

    [Fact]
    public void The_logical_stack_of_a_wait_has_the_methods_of_what_it_awaited()
    {
        AsyncRecords records = AsyncRecords.Read(Captures.Read("net11-async"));
        Assert.Equal(["MixedChain.InnerAsync"], records.Waits(4));
        Assert.Equal(["4: MixedChain.InnerAsync < MixedChain.MiddleAsync"], records.Waits(5));
        Assert.Equal(
            ["5: MixedChain.InnerAsync < MixedChain.MiddleAsync < MixedChain.OuterAsync"], records.Waits(6));
        Assert.Equal(
            ["9: FailingChain.RuntimeThrowAsync < FailingChain.RuntimeMiddleAsync < FailingChain.RuntimeOuterAsync"],
            records.Waits(10));
        Assert.Equal(
            [
                "CompilerChain.InnerAsync < CompilerChain.MiddleAsync < CompilerChain.OuterAsync",
                "CompilerChain.InnerAsync < CompilerChain.MiddleAsync < CompilerChain.OuterAsync",
                "CompilerChain.MiddleAsync < CompilerChain.OuterAsync",
            ],
            records.Waits(1));
    }

    [Fact]
    public void Of_a_killed_process_the_chains_up_to_the_last_flush_are_found()
    {
        AsyncRecords records = AsyncRecords.Read(Captures.Read("net11-async-killed"));
        Assert.Equal(
            [
                "1 StateMachine Completed: CompilerChain.InnerAsync < CompilerChain.MiddleAsync"
                    + " < CompilerChain.OuterAsync",
                "3 Runtime Completed: RuntimeChain.InnerAsync < RuntimeChain.MiddleAsync < RuntimeChain.OuterAsync",
                "4 StateMachine Completed awaited by 5: MixedChain.InnerAsync",
                "5 Runtime Completed awaited by 6: MixedChain.MiddleAsync",
                "6 StateMachine Completed: MixedChain.OuterAsync",
            ],
            records.Chains);
        Assert.Equal(0, records.UnpairedCount);
    }

    [Fact]
    public void Flipped_files_never_throw_and_no_time_is_negative()
    {
        byte[] file = Captures.Read("net11-async");
        for (int seed = 0; seed < 300; seed++)
        {
            (byte[] flipped, _) = FlippedFile.Of(file, seed);
            AsyncRecords records = AsyncRecords.Read(flipped);
            Assert.All(records.Operations, one => Assert.True(
                one is { SuspendedNanoseconds: >= 0, RunningNanoseconds: >= 0, Range.Nanoseconds: >= 0 }));
        }
    }
}
