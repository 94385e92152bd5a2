using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>Starts pumps and has them watched.</summary>
internal sealed class PumpHost : IDrainHost, IDisposable
{
    private readonly Watchdog _watchdog = new();

    public PumpHost(CancellationToken opening = default) => Opening = opening;

    /// <inheritdoc/>
    public CancellationToken Opening { get; }

    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        Pump pump = new(name, stream, consumer);
        try
        {
            pump.Start();
        }
        catch
        {
            // No thread can be started. A stream that is not read would prevent its process from exiting.
            stream.Close();
            throw;
        }

        _watchdog.Watch(pump);
        return pump;
    }

    /// <inheritdoc/>
    public Thread Start(string name, Action work)
    {
        Thread thread = new(() => work(), 256 << 10) { Name = name, IsBackground = true };
        thread.Start();
        return thread;
    }

    public void Dispose() => _watchdog.Dispose();
}
