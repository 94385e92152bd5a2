using System.Runtime.InteropServices;
using System.Threading.Channels;

namespace Contrail.Tool.Foreground;

/// <summary>Collects wishes: signals, the keyboard, the end of the duration.</summary>
internal sealed class Wishes : IDisposable
{
    /// <summary>SIGUSR1 on Linux; the framework has no name for it.</summary>
    private const PosixSignal User1 = (PosixSignal)10;

    private readonly Channel<Wish> _channel = Channel.CreateBounded<Wish>(
        new BoundedChannelOptions(16) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly List<PosixSignalRegistration> _signals = [];
    private readonly Timer? _timer;

    public Wishes(TimeSpan? duration)
    {
        Register(PosixSignal.SIGINT, new Wish("Ctrl+C", End: true));
        Register(PosixSignal.SIGTERM, new Wish("SIGTERM", End: true));
        Register(PosixSignal.SIGHUP, new Wish("SIGHUP", End: true));
        if (OperatingSystem.IsLinux())
        {
            Register(User1, new Wish("SIGUSR1", End: false));
        }

        if (duration is { } lasts)
        {
            _timer = new Timer(_ => Add(new Wish("end of the duration", End: true)), null, lasts, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>The next wish; null if none comes in that time.</summary>
    public Wish? Next(TimeSpan wait)
    {
        using CancellationTokenSource timeout = new(wait);
        try
        {
            return _channel.Reader.ReadAsync(timeout.Token).AsTask().GetAwaiter().GetResult();
        }
        catch (OperationCanceledException)
        {
            ReadKeys();
            return _channel.Reader.TryRead(out Wish wish) ? wish : null;
        }
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals)
        {
            signal.Dispose();
        }

        _timer?.Dispose();
    }

    private void Register(PosixSignal signal, Wish wish) =>
        _signals.Add(PosixSignalRegistration.Create(signal, context =>
        {
            context.Cancel = true;
            Add(wish);
        }));

    private void ReadKeys()
    {
        while (!Console.IsInputRedirected && Console.KeyAvailable)
        {
            if (Console.ReadKey(intercept: true).KeyChar is 's' or 'S')
            {
                Add(new Wish("key 's'", End: false));
            }
        }
    }

    private void Add(Wish wish) => _channel.Writer.TryWrite(wish);
}
