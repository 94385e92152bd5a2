using Contrail.Sources;

namespace Contrail.Capture;

/// <summary>Starts pumps and has them watched.</summary>
internal sealed class PumpHost : IDrainHost, IDisposable
{
    private readonly Watchdog _watchdog = new();

    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        Pump pump = new(name, stream, consumer);
        _watchdog.Watch(pump);
        pump.Start();
        return pump;
    }

    public void Dispose() => _watchdog.Dispose();
}
