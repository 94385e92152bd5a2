using Contrail.Core.Ring;
using Contrail.Machine;
using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>Feeds the main stream, until it is closed, with events that are older than a few seconds.</summary>
internal sealed class LateHost : ISourceHost, IDisposable
{
    private static readonly TimeSpan SendEvery = TimeSpan.FromMilliseconds(20);

    private readonly HeldHost _host = new();
    private readonly CancellationTokenSource _over = new();
    private Thread? _sender;

    public RecordingLimits Limits => _host.Limits;

    public TimeProvider Time => _host.Time;

    public SystemSampler Sampler => _host.Sampler;

    public CancellationToken Opening => CancellationToken.None;

    public TraceRecording CreateRing(RecordedFormat format) => _host.CreateRing(format);

    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        IDrain drain = _host.Drain(name, stream, consumer);
        if (name == "Contrail main")
        {
            _sender = Start("sender", () => Send(drain, consumer));
        }

        return drain;
    }

    public Thread Start(string name, Action work) => _host.Start(name, work);

    public IRepeatedWork Repeat(TimeSpan interval, Action work) => _host.Repeat(interval, work);

    public IRepeatedWork RepeatReading(TimeSpan interval, Action work) => _host.RepeatReading(interval, work);

    public void Dispose()
    {
        _over.Cancel();
        _sender?.Join();
        _over.Dispose();
    }

    private void Send(IDrain drain, IChunkConsumer consumer)
    {
        NetTraceFile file = new();
        int sentBytes = 0;
        for (int time = 0; !drain.Ended.IsCompleted && !_over.Token.WaitHandle.WaitOne(SendEvery); time++)
        {
            file.Add(RuntimeEvents.Custom("App", 1, "Tick"), at: time).CloseBlock();
            byte[] all = file.Torn();
            while (sentBytes < all.Length)
            {
                Span<byte> room = consumer.Room();
                int takenBytes = Math.Min(room.Length, all.Length - sentBytes);
                all.AsSpan(sentBytes, takenBytes).CopyTo(room);
                consumer.Advance(takenBytes);
                sentBytes += takenBytes;
            }
        }
    }
}
