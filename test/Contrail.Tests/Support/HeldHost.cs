using Contrail.Sources;

namespace Contrail.Tests.Support;

/// <summary>Reads no stream: each ends when the test ends it or when it is closed.</summary>
internal sealed class HeldHost : IDrainHost
{
    private readonly List<(string Name, HeldDrain Drain)> _drains = [];

    /// <summary>Whether work cannot be started, as on a machine that has no thread left.</summary>
    public bool HasNoThread { get; set; }

    public CancellationToken Opening => CancellationToken.None;

    /// <summary>The latest stream with a name.</summary>
    public HeldDrain this[string name] => _drains.Last(one => one.Name == name).Drain;

    public IDrain Drain(string name, IChunkStream stream, IChunkConsumer consumer)
    {
        HeldDrain drain = new(stream);
        _drains.Add((name, drain));
        return drain;
    }

    public Thread Start(string name, Action work)
    {
        if (HasNoThread)
        {
            throw new InsufficientMemoryException(name);
        }

        Thread thread = new(() => work()) { IsBackground = true };
        thread.Start();
        return thread;
    }
}
