using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Async;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>What the steps of the async profiler become in the model.</summary>
public sealed class AsyncOperationTests
{
    private const ulong A = 0x1000;
    private const ulong B = 0x2000;
    private const ulong C = 0x3000;

    [Fact]
    public void An_operation_that_waits_where_the_trace_ends_is_open_and_has_its_stack()
    {
        AsyncRecords records = Read(Named(new NetTraceFile()).Add(
            new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 10, 0, 7)
                .Stack(AsyncEventKind.CreateRuntimeStack, 10, 7, 0, A, B)
                .Add(AsyncEventKind.ResumeRuntimeContext, 20, 7)
                .Stack(AsyncEventKind.ResumeRuntimeStack, 20, 7, 0, A, B)
                .Stack(AsyncEventKind.SuspendRuntimeStack, 22, 7, 0, B)
                .Add(AsyncEventKind.SuspendRuntimeContext, 22).Add(AsyncEventKind.ResetWrapperIndex, 50)
                .Event(), at: 60));
        Assert.Equal(["7 Runtime Open: T.A < T.B"], records.Chains);
        Assert.Equal(["T.A < T.B", "T.B"], records.Waits(7));
        AsyncOperation operation = Assert.Single(records.Operations);
        Assert.True(operation.Range is { IsOpenAtStart: false, IsOpenAtEnd: true });
        Assert.Equal(38_000_000, operation.SuspendedNanoseconds);
        Assert.Equal(2_000_000, operation.RunningNanoseconds);
    }

    [Fact]
    public void An_operation_that_began_before_the_window_is_open_at_its_start()
    {
        AsyncRecords records = Read(Named(new NetTraceFile()).Add(
            new AsyncBuffer().Add(AsyncEventKind.ResumeStateMachineContext, 20, 7)
                .Stack(AsyncEventKind.ResumeStateMachineStack, 20, 7, A)
                .Add(AsyncEventKind.CompleteStateMachineMethod, 21).Add(AsyncEventKind.CompleteStateMachineContext, 21)
                .Event(), at: 60));
        Assert.Equal(["7 StateMachine Completed: T.A"], records.Chains);
        Assert.True(Assert.Single(records.Operations).Range is { IsOpenAtStart: true, IsOpenAtEnd: false });
    }

    [Fact]
    public void A_context_that_only_has_the_same_parent_is_another_operation()
    {
        // While A runs it starts C, which it does not await, and ends its dispatch with a wait of its own in context 3.
        AsyncRecords records = Read(Named(new NetTraceFile()).Add(
            new AsyncBuffer().Add(AsyncEventKind.CreateStateMachineContext, 1, 0, 1)
                .Add(AsyncEventKind.ResumeStateMachineContext, 10, 1)
                .Stack(AsyncEventKind.ResumeStateMachineStack, 10, 1, B, A)
                .Add(AsyncEventKind.CompleteStateMachineMethod, 11)
                .Add(AsyncEventKind.CreateStateMachineContext, 12, 1, 2)
                .Add(AsyncEventKind.CreateStateMachineContext, 13, 1, 3)
                .Add(AsyncEventKind.CompleteStateMachineContext, 14)
                .Add(AsyncEventKind.ResumeStateMachineContext, 20, 2)
                .Stack(AsyncEventKind.ResumeStateMachineStack, 20, 2, C)
                .Add(AsyncEventKind.CompleteStateMachineMethod, 21).Add(AsyncEventKind.CompleteStateMachineContext, 21)
                .Add(AsyncEventKind.ResumeStateMachineContext, 30, 3)
                .Stack(AsyncEventKind.ResumeStateMachineStack, 30, 3, A)
                .Add(AsyncEventKind.UnwindStateMachineException, 31, 1)
                .Add(AsyncEventKind.CompleteStateMachineContext, 31).Event(), at: 60));
        Assert.Equal(["1 StateMachine Failed: T.B < T.A", "2 StateMachine Completed: T.C"], records.Chains);
        Assert.Equal(["T.B < T.A", "T.A"], records.Waits(1));
        Assert.Equal(1ul, records.Operations.Single(one => one.Id == 2).ParentId);
        Assert.Equal(0, records.UnpairedCount);
    }

    [Fact]
    public void A_chain_that_the_thread_resumes_next_by_chance_is_not_taken_for_the_awaiter()
    {
        AsyncBuffer Chance(double secondCreated, bool isNext)
        {
            AsyncBuffer buffer = new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 1)
                .Stack(AsyncEventKind.CreateRuntimeStack, 1, 1, A);
            return (isNext ? buffer : buffer.Add(AsyncEventKind.ResetWrapperIndex, 2))
                .Add(AsyncEventKind.CreateRuntimeContext, secondCreated, 0, 2)
                .Stack(AsyncEventKind.CreateRuntimeStack, secondCreated, 2, B);
        }

        AsyncBuffer Ended() => new AsyncBuffer(thread: 2, threadId: 102)
            .Add(AsyncEventKind.ResumeRuntimeContext, 10, 1).Stack(AsyncEventKind.ResumeRuntimeStack, 10, 1, A)
            .Add(AsyncEventKind.CompleteRuntimeMethod, 11).Add(AsyncEventKind.CompleteRuntimeContext, 11)
            .Add(AsyncEventKind.ResumeRuntimeContext, 30, 2).Stack(AsyncEventKind.ResumeRuntimeStack, 30, 2, B)
            .Add(AsyncEventKind.CompleteRuntimeMethod, 31).Add(AsyncEventKind.CompleteRuntimeContext, 31);

        ulong ReadAwaiter(AsyncBuffer first)
        {
            AsyncRecords records = Read(
                Named(new NetTraceFile()).Add(Ended().Event(), at: 60).Add(first.Event(), at: 61));
            Assert.Equal(2, records.Operations.Count);
            return records.Operations.Single(one => one.Id == 1).AwaiterId;
        }

        // Suspended directly after it, and waiting when it ended: the awaiter.
        Assert.Equal(2ul, ReadAwaiter(Chance(secondCreated: 3, isNext: true)));
        // Suspended only after it had ended.
        Assert.Equal(0ul, ReadAwaiter(Chance(secondCreated: 20, isNext: true)));
        // Suspended after something else.
        Assert.Equal(0ul, ReadAwaiter(Chance(secondCreated: 3, isNext: false)));
    }

    [Fact]
    public void Methods_that_begin_to_await_a_running_chain_are_appended_to_its_stack()
    {
        AsyncRecords records = Read(Named(new NetTraceFile()).Add(
            new AsyncBuffer().Add(AsyncEventKind.CreateStateMachineContext, 1, 0, 1)
                .Add(AsyncEventKind.ResumeStateMachineContext, 10, 1)
                .Stack(AsyncEventKind.ResumeStateMachineStack, 10, 1, A)
                .Stack(AsyncEventKind.AppendStateMachineStack, 11, 1, B)
                .Add(AsyncEventKind.CompleteStateMachineMethod, 12).Add(AsyncEventKind.CompleteStateMachineMethod, 13)
                .Add(AsyncEventKind.CompleteStateMachineContext, 14).Event(), at: 60));
        Assert.Equal("T.A < T.B", records.Text(records.Spans.Single(
            span => span.Activity == ThreadActivity.Running).Stack));
        Assert.Equal(AsyncOutcome.Completed, Assert.Single(records.Operations).Outcome);
    }

    [Fact]
    public void What_a_thread_runs_when_its_tracing_begins_again_is_one_run()
    {
        AsyncRecords records = Read(Named(new NetTraceFile()).Add(
            new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 1)
                .Add(AsyncEventKind.ResumeRuntimeContext, 10, 1).Stack(AsyncEventKind.ResumeRuntimeStack, 10, 1, A)
                .Add(AsyncEventKind.ResetThread, 12)
                .Add(AsyncEventKind.ResumeRuntimeContext, 12, 1).Stack(AsyncEventKind.ResumeRuntimeStack, 12, 1, A)
                .Add(AsyncEventKind.CompleteRuntimeMethod, 15).Add(AsyncEventKind.CompleteRuntimeContext, 15)
                .Event(), at: 60));
        AsyncOperation operation = Assert.Single(records.Operations);
        Assert.Equal((5_000_000, 1), (operation.RunningNanoseconds, operation.SuspensionCount));
        Assert.Equal(0, records.UnpairedCount);
    }

    [Fact]
    public void A_buffer_that_cannot_be_read_is_reported_with_its_place_and_the_others_are_read()
    {
        AsyncBuffer sound = new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 1);
        byte[] cut = new AsyncBuffer(thread: 2, threadId: 102).Add(AsyncEventKind.CreateRuntimeContext, 2, 0, 2)
            .Add(AsyncEventKind.CreateRuntimeContext, 3, 0, 3).Payload()[..^1];
        AsyncRecords records = Read(new NetTraceFile()
            .Add(AsyncBuffer.Event(cut), at: 50).Add(new AsyncBuffer(version: 9).Event(), at: 51)
            .Add(sound.Event(), at: 60));
        Assert.Equal([1ul, 2ul], records.Operations.Select(one => one.Id).Order());
        Assert.Equal(
            ["the buffer ends early", "the version of the buffer is unknown"],
            records.Damage.Select(one => one.Reason));
        Assert.Equal((102L, cut.Length), (records.Damage[0].ExecutionId, records.Damage[0].LengthBytes));
    }

    [Fact]
    public void A_snapshot_has_the_names_of_the_methods_of_async_operations()
    {
        using Recorded recorded = Recorded.Of(new NetTraceFile().Add(
            new AsyncBuffer().Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 1)
                .Stack(AsyncEventKind.CreateRuntimeStack, 1, 1, 0, A + 4, B + 4).Event(), at: 60).Torn());
        foreach ((ulong address, string name) in new[] { (A, "A"), (B, "B"), (C, "C") })
        {
            FileEvent load = MethodLoad(address, 64, "T", name);
            recorded.Symbols.Add(new SymbolEvent(
                SymbolOrigin.Live, load.EventId, load.Version, new NetTraceFile().At(0), load.Payload));
        }

        AsyncRecords records = AsyncRecords.Read(recorded.File().Bytes);
        Assert.Equal(["1 Runtime Open: T.A < T.B"], records.Chains);
    }

    private static AsyncRecords Read(NetTraceFile file) => AsyncRecords.Read(file.Whole());

    private static NetTraceFile Named(NetTraceFile file) => file
        .Add(MethodLoad(A, 64, "T", "A"), at: 0).Add(MethodLoad(B, 64, "T", "B"), at: 0)
        .Add(MethodLoad(C, 64, "T", "C"), at: 0);
}
