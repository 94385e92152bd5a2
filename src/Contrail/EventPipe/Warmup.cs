using Contrail.Core.Formats;
using Contrail.Core.NetTrace.Reading;
using Contrail.Core.NetTrace.Recording;
using Contrail.Core.NetTrace.Symbols;
using Contrail.Core.NetTrace.Wire;
using Contrail.Core.Ring;
using Contrail.Discovery;
using Contrail.Ipc;
using Contrail.Sources;

namespace Contrail.EventPipe;

/// <summary>
/// Runs a tiny stream through what the pumps will run, before there is a session. Compiling that code takes some
/// 100 ms, on a busy machine seconds; a pump that pauses so long while the target waits is what the watchdog cuts.
/// </summary>
internal static class Warmup
{
    public static void Run()
    {
        byte[] stream = SampleTrace.Build(new TraceTicks(1));
        RecordingLimits limits = new(TimeSpan.FromSeconds(1), 1 << 20);
        using TraceRecording recording = new(
            new NetTraceFormat(limits.MaxRetainedBytes), limits, NetTraceSplitter.MaxFrameBytes);
        Feed(new RecordingConsumer(recording, TimeProvider.System), stream);
        Feed(new SymbolConsumer(
            new SymbolTable(SymbolTable.MinCapacityBytes), TimeProvider.System), stream);
        IpcMessages.CollectTracing(
            IpcCommand.CollectTracing2, SessionPlan.Main(Profile.Default, 1, withMarker: false));
    }

    /// <summary>
    /// The same, and the code that runs while a process is suspended at its start: the requests are sent to this
    /// process's own runtime instead.
    /// </summary>
    public static void RunForStart()
    {
        try
        {
            Run();
            if (DiagnosticEndpoint.Find(Environment.ProcessId).Socket is { } socket)
            {
                TargetFacts.Query(Environment.ProcessId, new DiagnosticClient(socket));
            }
        }
        catch (Exception)
        {
            // This was only a warm-up, on a thread whose exceptions no other code catches.
        }
    }

    private static void Feed(IChunkConsumer consumer, ReadOnlySpan<byte> stream)
    {
        // In two pieces, so that a frame is awaited too.
        int half = stream.Length / 2;
        stream[..half].CopyTo(consumer.Room());
        consumer.Advance(half);
        stream[half..].CopyTo(consumer.Room());
        consumer.Advance(stream.Length - half);
        consumer.Complete(cut: false);
    }
}
