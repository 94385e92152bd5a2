using Contrail.Analysis.Model;
using Contrail.Core.NetTrace.Async;
using Contrail.Tests.Support;
using Xunit;
using static Contrail.Tests.Support.RuntimeEvents;

namespace Contrail.Tests.Analysis.NetTrace;

/// <summary>Buffers of async steps arrive in any order, in any number, and damaged.</summary>
public sealed class AsyncBufferOrderTests
{
    private const ulong A = 0x1000;
    private const ulong B = 0x2000;
    private const ulong C = 0x3000;

    [Fact]
    public void Buffers_in_any_order_give_the_same_operations()
    {
        byte[] Run(uint thread, ulong id, double at) => new AsyncBuffer(thread, thread, startsAt: at)
            .Add(AsyncEventKind.ResumeRuntimeContext, at, id).Stack(AsyncEventKind.ResumeRuntimeStack, at, id, A, B)
            .Add(AsyncEventKind.CompleteRuntimeMethod, at + 1).Add(AsyncEventKind.CompleteRuntimeMethod, at + 1)
            .Add(AsyncEventKind.CompleteRuntimeContext, at + 2).Payload();
        byte[] Creation(uint thread, ulong id, double at) => new AsyncBuffer(thread, thread, startsAt: at)
            .Add(AsyncEventKind.CreateRuntimeContext, at, 0, id).Payload();
        byte[][] buffers =
            [Creation(1, 1, 1), Creation(2, 2, 2), Run(3, 1, 10), Run(1, 2, 12), Creation(3, 3, 20), Run(2, 3, 30)];
        Random random = new(1);
        for (int round = 0; round < 50; round++)
        {
            NetTraceFile file = Named(new NetTraceFile());
            random.Shuffle(buffers);
            Array.ForEach(buffers, buffer => file.Add(AsyncBuffer.Event(buffer), at: 60));
            AsyncRecords records = Read(file);
            Assert.Equal(
                ["1 Runtime Completed: T.A < T.B", "2 Runtime Completed: T.A < T.B", "3 Runtime Completed: T.A < T.B"],
                records.Chains);
            Assert.Equal([9_000_000, 10_000_000, 10_000_000], records.Operations
                .OrderBy(one => one.Range.Start).Select(one => one.SuspendedNanoseconds));
            Assert.Equal(0, records.UnpairedCount);
        }
    }

    [Theory]
    [InlineData(9_000, 101, 100)]
    [InlineData(5_000, 101, 10_000)]
    [InlineData(9_000, 102, 0)]
    public void What_a_thread_can_hold_back_is_not_known(long lastMs, int threadId, long knownMs)
    {
        NetTraceFile file = Named(new NetTraceFile())
            .Add(new AsyncBuffer(1, 101).Add(AsyncEventKind.CreateRuntimeContext, 1, 0, 7).Event(), at: 100, thread: 9)
            .Add(ThreadPoolWorkerStart(), at: lastMs, thread: (ulong)threadId)
            .Add(Exception("A", "b"), at: 10_000, thread: 9);
        AsyncOperation open = Assert.Single(Read(file).Operations);
        Assert.Equal(knownMs, open.KnownUntil!.Value.Nanoseconds / 1_000_000);
    }

    [Fact]
    public void More_steps_than_are_held_are_passed_on_in_their_order()
    {
        const int BufferCount = 200;
        const int PerBuffer = 900;
        NetTraceFile file = new();
        for (int buffer = 0; buffer < BufferCount; buffer++)
        {
            AsyncBuffer steps = new(startsAt: buffer);
            for (int index = 0; index < PerBuffer; index++)
            {
                ulong id = (ulong)((buffer * PerBuffer) + index + 1);
                steps.Add(AsyncEventKind.CreateRuntimeContext, buffer, 0, id)
                    .Add(AsyncEventKind.ResumeRuntimeContext, buffer, id)
                    .Add(AsyncEventKind.CompleteRuntimeContext, buffer);
            }

            file.Add(steps.Event(), at: buffer + 1).CloseBlock();
        }

        AsyncRecords records = Read(file);
        Assert.Equal(BufferCount * PerBuffer, records.Operations.Count);
        Assert.All(records.Operations, one => Assert.Equal(AsyncOutcome.Completed, one.Outcome));
        Assert.Equal(0, records.UnpairedCount);
    }

    private static AsyncRecords Read(NetTraceFile file) => AsyncRecords.Read(file.Whole());

    private static NetTraceFile Named(NetTraceFile file) => file
        .Add(MethodLoad(A, 64, "T", "A"), at: 0).Add(MethodLoad(B, 64, "T", "B"), at: 0)
        .Add(MethodLoad(C, 64, "T", "C"), at: 0);
}
